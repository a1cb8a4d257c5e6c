-- Made by tools/dbt-package from views/.
{{ config(alias='customer_lifetime_value') }}

with accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
gross_margins as not materialized (select * from {{ ref('customer360__gross_margins') }}),
invoices as not materialized (select * from {{ ref('customer360__invoices') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
settings as (
  select
    0.10 as yearly_discount,
    60 as months_ahead),
histories as (
  select
    account_id,
    mrr_agg(charged * daterange(null, {{ customer360.as_of() }} + 1), mrr, '{"below_zero": "zero"}') as history
  from subscriptions
  where lower(charged) <= {{ customer360.as_of() }}
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
  cross join lateral (select mrr_at(histories.history, {{ customer360.as_of() }}) as mrr) as state
  cross join lateral (
    select
      age(case when state.mrr = 0 then paid.ended_on else {{ customer360.as_of() }} end::timestamp, paid.first_day::timestamp) as time)
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
  where month <= {{ customer360.as_of() }}
  order by segment, month desc),
invoiced as (
  select
    account_id,
    sum(amount) as amount,
    bool_or(amount is null) as is_unknown
  from invoices
  where invoiced_on <= {{ customer360.as_of() }}
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
