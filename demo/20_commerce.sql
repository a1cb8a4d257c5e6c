-- What customers bought, pay, cancel and cost: contracts, subscriptions, invoices, cancellations, acquisition costs.

-- Periods in which an account is a customer without a break: one, or two where it left and came back.
create table demo_generator.spells as
select account_id, 1 as spell, signed_on, start_on as starts_on, churn_on as ends_on from demo_generator.plans
union all
select account_id, 2, workday(return_on - whole(2, 15, roll(account_id, 'signature', 2))), return_on, null
from demo_generator.plans where return_on <= today();

-- Three renewals in five are signed before the old term ends, one in five on its last day, one in five late: then the
-- old prices run on until the signature.
\echo -n 'contracts               '
create table demo_generator.terms as
with terms as (
  select s.account_id, s.spell, k, p.term_months,
    (s.starts_on + make_interval(months => p.term_months * k))::date as term_start,
    (s.starts_on + make_interval(months => p.term_months * (k + 1)))::date as term_end,
    s.signed_on as first_signed_on, s.ends_on,
    roll(s.account_id, 'renewal signed', s.spell * 100 + k) as luck
  from demo_generator.spells s join demo_generator.plans p using (account_id),
    generate_series(0, case when p.term_months = 0 then 0 else 60 / p.term_months end) as k),
signed as (
  select *, case
      when k = 0 then first_signed_on
      when luck < 0.6 then workday(term_start - whole(1, 45, luck / 0.6))
      when luck < 0.8 then term_start
      else term_start + whole(1, 30, (luck - 0.8) / 0.2) end as signed_on
  from terms),
tiered as (
  select s.*, p.story,
    -- Some start a tier lower and move up when they renew; contraction may move down a tier.
    greatest(1, array_position(array['starter', 'professional', 'enterprise'], p.tier)
      - case when p.story in ('steady', 'power', 'near_quota') and s.k = 0 and p.term_months > 0
                  and roll(s.account_id, 'upgrade') < 0.15 then 1
             when p.story = 'contraction' and s.term_start >= p.turns_on
                  and roll(s.account_id, 'downgrade') < 0.4 then 1
             else 0 end) as tier_rank,
    case when p.story = 'contraction' and s.term_start >= p.turns_on then ceil(p.seats * 0.65)::int
         when p.story = 'expansion' and s.term_start >= p.turns_on then ceil(p.seats * 1.4)::int
         when s.spell = 2 then ceil(p.seats * 0.7)::int
         -- The others grow a little from term to term.
         when p.story in ('power', 'steady') and p.term_months > 0
           then ceil(p.seats * (1 + least(s.k, 4) * case p.story when 'power' then 0.2 else 0.12 end))::int
         else p.seats end as seats
  from signed s join demo_generator.plans p using (account_id)
  where s.signed_on <= today() and (s.k = 0 or s.ends_on is null or s.term_start < s.ends_on)),
effective as (
  select *, case when k = 0 then term_start else greatest(term_start, signed_on) end as effective_from,
    row_number() over (order by signed_on, account_id, k) as contract_id,
    term_months > 0 and roll(account_id, 'auto renew') < 0.6 as auto_renew
  from tiered)
select *,
  -- Charged until the next term begins; the last term is open if it renews itself, or if it ran out unanswered.
  coalesce(lead(effective_from) over (partition by account_id, spell order by k),
    case when ends_on <= today() then ends_on
         when term_months > 0 and not auto_renew and term_end > today() then term_end end) as effective_to,
  lag(contract_id) over (partition by account_id, spell order by k) as renews_id,
  -- Prices rise by a twentieth of today's every year, for new customers and at renewals.
  round((array[19, 39, 65])[tier_rank] * (1.05 - 0.05 * (today() - term_start) / 365)
    * case when seats > 100 then 0.8 when seats > 40 then 0.9 else 1 end, 2) as seat_price
from effective;

insert into contracts
  (contract_id, account_id, renews_id, tier, signed_on, term, auto_renew, monthly_units, terminated_on)
select contract_id, account_id, renews_id, (array['starter', 'professional', 'enterprise'])[tier_rank], signed_on,
  daterange(term_start, case when term_months > 0 then term_end end), auto_renew,
  case when tier_rank > 1 then seats * 800 end,
  case when term_months = 0 and ends_on <= today() then ends_on end
from demo_generator.terms order by contract_id;
analyze contracts;
update accounts a set tier = c.tier
from (select distinct on (account_id) account_id, tier from contracts where lower(term) <= today()
      order by account_id, lower(term) desc) c
where c.account_id = a.account_id and c.tier <> a.tier;
select to_char(count(*), '999,999,999') from contracts;

\echo -n 'cancellation_requests   '
insert into cancellation_requests (request_id, account_id, requested_on, reason, outcome, decided_on)
with asked as (
  select account_id, story, churn_on,
    case story
      when 'loud_churn' then turns_on + whole(10, 25, roll(account_id, 'request'))
      when 'saved' then turns_on + whole(20, 35, roll(account_id, 'request'))
      when 'sudden_churn' then churn_on - whole(7, 20, roll(account_id, 'request'))
      when 'returned' then churn_on - whole(5, 40, roll(account_id, 'request'))
      -- Most of the silent ones stay silent to the end.
      when 'silent_churn' then case when roll(account_id, 'speaks') < 0.3
                               then churn_on - whole(1, 15, roll(account_id, 'request')) end
      when 'never_live' then case when roll(account_id, 'speaks') < 0.5
                             then churn_on - whole(1, 40, roll(account_id, 'request')) end
      -- A scare now and then, without consequences.
      else case when roll(account_id, 'scare') < 0.1
                then start_on + whole(60, 600, roll(account_id, 'request')) end end as requested_on
  from demo_generator.plans),
decided as (
  select *, requested_on + whole(3, 21, roll(account_id, 'decision')) as decided_on,
    pick(case story
      when 'sudden_churn' then '{acquired by another company,business closed,business sold}'
      when 'loud_churn' then '{product quality,poor support,missing feature}'
      when 'never_live' then '{never got started,sponsor left,project stopped}'
      else '{price,low usage,moved to a competitor,sponsor left,missing feature}' end::text[],
      roll(account_id, 'reason')) as reason
  from asked where requested_on <= today())
select row_number() over (order by requested_on, account_id), account_id, requested_on, reason,
  case when decided_on <= today() then case when churn_on is null then 'saved' else 'cancelled' end end,
  case when decided_on <= today() then decided_on end
from decided order by 1;
select to_char(count(*), '999,999,999') from cancellation_requests;

-- Lines: the platform by seats, expansions, two add-ons, discounts. Prices are kept to the cent per month, so that a
-- quarter or a year of them is exact.
\echo -n 'subscriptions           '
insert into subscriptions (subscription_id, account_id, contract_id, product, valid, seats, amount, billing_unit, mrr)
with platform as (
  select t.*, round(t.seats * t.seat_price, 2) as mrr, p.turns_on, p.start_on
  from demo_generator.terms t join demo_generator.plans p using (account_id)),
lines (account_id, contract_id, product, starts_on, ends_on, seats, mrr) as (
  -- A contraction month to month changes the plan within the contract: one line ends, the next begins the same day.
  select account_id, contract_id, 'platform', effective_from,
    case when story = 'contraction' and term_months = 0 then turns_on else effective_to end, seats, mrr
  from platform
  union all
  select account_id, contract_id, 'platform', turns_on, effective_to, ceil(seats * 0.65)::int,
    ceil(seats * 0.65)::int * seat_price
  from platform where story = 'contraction' and term_months = 0
  union all
  select account_id, contract_id, 'seats', expands_on, effective_to, ceil(seats * 0.3)::int,
    ceil(seats * 0.3)::int * seat_price
  from platform, unnest(array[turns_on, turns_on + 90]) as expands_on
  where story = 'expansion' and expands_on <= today() and term_start < turns_on
    and expands_on >= effective_from and (effective_to is null or expands_on < effective_to)
  union all
  select account_id, contract_id, 'analytics', greatest(effective_from, adds_on), effective_to, null,
    round(mrr * 0.15, 2)
  from (select *, start_on + whole(20, 400, roll(account_id, 'analytics on')) as adds_on from platform) p
  where tier_rank > 1 and roll(account_id, 'analytics') < 0.3 and adds_on <= today()
    and (effective_to is null or adds_on < effective_to)
  union all
  select account_id, contract_id, 'premium_support', effective_from, effective_to, null, round(mrr * 0.12, 2)
  from platform where tier_rank = 3 and roll(account_id, 'premium support') < 0.5
  union all
  select account_id, contract_id, 'discount', effective_from, least(effective_to, effective_from + 365), null,
    -round(mrr * whole(8, 20, roll(account_id, 'discount of')) / 100, 2)
  from platform where k = 0 and spell = 1 and roll(account_id, 'discount') < 0.25
  union all
  select account_id, contract_id, 'discount', r.decided_on, least(effective_to, r.decided_on + 365), null,
    -round(mrr * 0.15, 2)
  from platform join cancellation_requests r using (account_id)
  where r.outcome = 'saved' and r.decided_on >= effective_from
    and (effective_to is null or r.decided_on < effective_to)),
billed as (
  select l.*, case
      when p.term_months = 0 then 'month'
      when p.segment = 'smb' then case when roll(account_id, 'billing') < 0.5 then 'year' else 'month' end
      else case when roll(account_id, 'billing') < 0.65 then 'year' else 'quarter' end end as billing_unit
  from lines l join demo_generator.plans p using (account_id))
select row_number() over (order by starts_on, account_id, product, contract_id), account_id, contract_id, product,
  daterange(starts_on, ends_on), seats,
  mrr * case billing_unit when 'year' then 12 when 'quarter' then 3 else 1 end, billing_unit, mrr
from billed where starts_on < ends_on or ends_on is null
order by 1;
analyze subscriptions;
select to_char(count(*), '999,999,999') from subscriptions;

-- One invoice per account and day: what began or recurred on that day. Lines are charged in the periods of their
-- contract, by the day where they begin or end within one: seats added in spring until the term ends in autumn; the old
-- price between the end of a term and a late signature, then the new one from there. Unhappy customers pay late.
\echo -n 'invoices                '
insert into invoices (invoice_id, account_id, kind, invoiced_on, due_on, paid_on, amount)
with billed as (
  select s.*, lower(c.term) as term_start,
    case billing_unit when 'year' then 12 when 'quarter' then 3 else 1 end as months
  from subscriptions s join contracts c using (contract_id)),
periods as (
  select account_id, amount, (term_start + make_interval(months => months * n))::date as begins_on,
    (term_start + make_interval(months => months * (n + 1)))::date as ends_on, valid
  from billed, generate_series(0, (today() - term_start) / (28 * months)) as n),
charges as (
  select account_id, 'recurring' as kind, greatest(begins_on, lower(valid)) as invoiced_on,
    round(amount * (least(ends_on, upper(valid)) - greatest(begins_on, lower(valid))) / (ends_on - begins_on), 2)
      as amount
  from periods
  where begins_on < coalesce(upper(valid), 'infinity') and ends_on > lower(valid)
    and greatest(begins_on, lower(valid)) <= today()
  union all
  select account_id, 'services', signed_on, case segment when 'mid_market' then 1500 else 6000 end
  from demo_generator.plans where segment <> 'smb'),
sums as (
  select account_id, kind, invoiced_on, sum(amount) as amount from charges group by 1, 2, 3),
numbered as (
  select *, row_number() over (order by invoiced_on, account_id, kind) as invoice_id from sums where amount <> 0),
paid as (
  select n.*, n.invoiced_on + 30 as due_on, n.invoiced_on + 30 + case
      when p.story in ('silent_churn', 'loud_churn') and n.invoiced_on >= p.turns_on
        then whole(10, 60, roll(invoice_id, 'paid'))
      else whole(-20, 6, roll(invoice_id, 'paid')) end as paid_on
  from numbered n join demo_generator.plans p using (account_id))
select invoice_id, account_id, case when amount < 0 then 'credit_note' else kind end, invoiced_on, due_on,
  case when paid_on <= today() then paid_on end, amount
from paid order by 1;
select to_char(count(*), '999,999,999') from invoices;

-- Spend comes before the customers it wins, and teams are also paid in months without a signature: the mean of the
-- customers won in four months.
\echo -n 'acquisition_costs       '
insert into acquisition_costs (month, segment, channel, amount)
with months as (
  select month::date, segment from generate_series(date_trunc('month', today()::timestamp) - interval '47 months',
    date_trunc('month', today()::timestamp), interval '1 month') as month,
    (values ('smb'), ('mid_market'), ('enterprise')) as segments (segment)),
won as (
  select m.month, m.segment, avg(count(a.account_id)) over (partition by m.segment order by m.month
    rows between current row and 3 following) as customers
  from months m left join accounts a on a.segment = m.segment and date_trunc('month', a.signed_on) = m.month
  group by m.month, m.segment),
costs (segment, channel, position, customer_cost) as (values
  ('smb', 'marketing', 1, 2200), ('smb', 'sales', 2, 1700), ('mid_market', 'marketing', 3, 11500),
  ('mid_market', 'sales', 4, 16500), ('enterprise', 'marketing', 5, 42000), ('enterprise', 'sales', 6, 100000))
select month, segment, channel, round((greatest(customers, 0.1) * customer_cost
  * (0.9 + 0.2 * roll(month - date '2000-01-01', 'cost', position)))::numeric, 2)
from won join costs using (segment)
order by 1, 2, 3;
insert into gross_margins (month, segment, margin)
select month, segment, round((case segment when 'smb' then 0.79 when 'mid_market' then 0.77 else 0.75 end
  + 0.02 * roll(month - date '2000-01-01', 'margin', length(segment)))::numeric, 4)
from (select distinct month, segment from acquisition_costs) as months
order by 1, 2;
select to_char(count(*), '999,999,999') from acquisition_costs;
