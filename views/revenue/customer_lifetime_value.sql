-- What each customer has brought and may still bring: one row per customer signed by as_of(). What is to come goes by
-- how long customers of its segment really stayed, from its own age on, and ends where nobody was observed for longer;
-- unit_economics has the formula with one churn rate for all ages.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- arr: annual recurring revenue on as_of(); 0 = not charged, NULL = not known
-- segment: company size; not known = none is given
-- age_months: full months from the first paid day to as_of(), or to the last paid day of one that has left; NULL =
--   never paid
-- is_paying: has MRR on as_of(); NULL = never paid, or not known
-- clv_to_date: customer lifetime value so far: everything invoiced by as_of(), credit notes deducted; NULL = invoices
--   are not known, or one of them is in a currency without a rate
-- gross_margin: of the segment's recurring revenue, of the last month known, a fraction; NULL = not known
-- expected_margin_60m: gross margin expected of the next 60 months at today's MRR, discounted by 10 percent a year;
--   NULL = not paying, margin not known, or nobody of the segment was observed at that age
-- expected_months: months that the sum covers: 60, or fewer where nobody of the segment was observed for longer
with settings as (
  select
    0.10 as yearly_discount,
    60 as months_ahead),
histories as (
  select
    account_id,
    mrr_agg(charged * daterange(null, as_of() + 1), mrr, '{"below_zero": "zero"}') as history
  from subscriptions
  where lower(charged) <= as_of()
  group by account_id),
lived as (
  select
    histories.account_id,
    coalesce(accounts.segment, 'not known') as segment,
    state.mrr,
    state.mrr = 0 as has_left,
    (date_part('year', elapsed.time) * 12 + date_part('month', elapsed.time))::bigint as months
  from histories
  join accounts on accounts.account_id = histories.account_id
  cross join lateral (
    select
      min(lower(valid)) as first_day,
      max(upper(valid)) as ended_on
    from mrr_periods(histories.history)) as paid
  cross join lateral (select mrr_at(histories.history, as_of()) as mrr) as state
  cross join lateral (
    select
      age(case when state.mrr = 0 then paid.ended_on else as_of() end::timestamp, paid.first_day::timestamp) as time)
    as elapsed
  where paid.first_day is not null),
curves as (
  select
    segment,
    survival(months, has_left) as curve
  from lived
  group by segment),
margins as (
  select distinct on (segment)
    segment,
    margin
  from gross_margins
  where month <= as_of()
  order by segment, month desc),
invoiced as (
  select
    account_id,
    sum(amount) as amount,
    bool_or(amount is null) as is_unknown
  from invoices
  where invoiced_on <= as_of()
  group by account_id)
select
  csm_accounts.account_id,
  csm_accounts.account,
  team_members.name as csm,
  csm_accounts.arr,
  coalesce(accounts.segment, 'not known') as segment,
  lived.months::integer as age_months,
  not lived.has_left as is_paying,
  case when source_tables.invoices and invoiced.is_unknown is not true then coalesce(invoiced.amount, 0) end
    as clv_to_date,
  margins.margin as gross_margin,
  round(expected.value, 2) as expected_margin_60m,
  expected.months as expected_months
from csm_accounts
cross join source_tables
cross join settings
join accounts on accounts.account_id = csm_accounts.account_id
left join team_members on team_members.member_id = csm_accounts.member_id
left join lived on lived.account_id = csm_accounts.account_id
left join curves on curves.segment = lived.segment
left join margins on margins.segment = accounts.segment
left join invoiced on invoiced.account_id = csm_accounts.account_id
left join lateral expected_lifetime_value(
  curves.curve, lived.mrr, margins.margin, settings.yearly_discount, lived.months, settings.months_ahead) as expected
  on lived.mrr > 0
order by csm_accounts.account_id
