-- A made-up company's Stripe: what happened, in the schema truth, and what Stripe has of it, in the schema stripe, which
-- each connector's generator lands in its own way. Deterministic. The truth is what happened: phases of subscriptions,
-- what they held, and rebates; the truth of a day is computed instant by instant, by no rule that a mapping has: what
-- was so at the end of the day. Stripe's own tables go up to noon of 2026-06-30 UTC.
\set ON_ERROR_STOP on
set timezone = 'UTC';
create schema truth;
create schema stripe;
set search_path = stripe, public;

-- ---- what happened

-- A price: unit is what one costs, in units of the currency, every so many months; NULL = not to be known.
create table truth.prices (price text, product text, cents numeric, currency text, unit numeric, months numeric,
  billing_unit text, interval_count bigint, billing_scheme text, usage_type text, divide_by bigint);
insert into truth.prices values
  ('price_basic', 'Basic', 4900, 'usd', 49, 1, 'month', 1, 'per_unit', 'licensed', null),
  ('price_pro', 'Pro', 9900, 'usd', 99, 1, 'month', 1, 'per_unit', 'licensed', null),
  ('price_seat', 'Seats', 1500, 'usd', 15, 1, 'month', 1, 'per_unit', 'licensed', null),
  ('price_year', 'Pro', 118800, 'usd', 1188, 12, 'year', 1, 'per_unit', 'licensed', null),
  ('price_quarter', 'Pro', 27000, 'usd', 270, 3, 'month', 3, 'per_unit', 'licensed', null),
  ('price_week', 'Basic', 1200, 'usd', 12, 12 / 52.0, 'week', 1, 'per_unit', 'licensed', null),
  ('price_sub_cent', 'Basic', 0.5, 'usd', 0.005, 1, 'month', 1, 'per_unit', 'licensed', null),
  ('price_yen', 'Pro', 9800, 'jpy', 9800, 1, 'month', 1, 'per_unit', 'licensed', null),
  ('price_dinar', 'Pro', 30500, 'kwd', 30.5, 1, 'month', 1, 'per_unit', 'licensed', null),
  ('price_shilling', 'Pro', 35000000, 'ugx', 350000, 1, 'month', 1, 'per_unit', 'licensed', null),
  ('price_euro', 'Pro', 8900, 'eur', 89, 1, 'month', 1, 'per_unit', 'licensed', null),
  ('price_package', 'Packages', 5000, 'usd', 50, 1, 'month', 1, 'per_unit', 'licensed', 10),
  ('price_metered', 'Calls', 2, 'usd', null, 1, 'month', 1, 'per_unit', 'metered', null),
  ('price_tiered', 'Storage', null, 'usd', null, 1, 'month', 1, 'tiered', 'licensed', null),
  ('price_free', 'Free', 0, 'usd', 0, 1, 'month', 1, 'per_unit', 'licensed', null),
  ('plan_old', 'Basic', 3900, 'usd', 39, 1, 'month', 1, 'per_unit', 'licensed', null);
create table truth.accounts (account_id text, domain text);
create table truth.subs (sub text, account_id text, started_at timestamptz, anchor timestamptz, trial_end timestamptz,
  is_test boolean, landed_from timestamptz);
create table truth.phases (sub text, at timestamptz, status text, ended_at timestamptz, canceled_at timestamptz,
  cancel_at timestamptz, at_period_end boolean, reason text, feedback text, paused text, resumes_at timestamptz);
create table truth.holdings (item text, sub text, at timestamptz, until timestamptz, price text, quantity bigint,
  is_prorated boolean);
create table truth.rebates (coupon text, account_id text, sub text, at timestamptz, until timestamptz, percent numeric,
  amount_off numeric, duration text, months bigint, is_removed boolean);
create table truth.requests (account_id text, requested_on date, reason text, outcome text, decided_on date);
create table truth.invoices (account_id text, invoiced_on date, due_on date, paid_on date, kind text, amount numeric);

create table customer (id text, name text, email text, country text, metadata jsonb, livemode boolean,
  deleted_at timestamptz);

create procedure truth.begin_sub(sub text, n integer, s timestamptz, price text, quantity bigint, trial_days integer default null,
  status text default null) language sql as $$
  insert into truth.subs values (sub, 'cus_' || n, s, s + make_interval(days => coalesce(trial_days, 0)),
    s + make_interval(days => trial_days), false, null);
  insert into truth.phases (sub, at, status) values (sub, s, coalesce(status, case when trial_days > 0 then 'trialing'
    else 'active' end));
  insert into truth.holdings values ('si_' || sub, sub, s, 'infinity', price, quantity, false);
$$;
create procedure truth.hold(item text, sub text, s timestamptz, price text, quantity bigint, is_prorated boolean default true)
  language sql as $$
  update truth.holdings set until = s where holdings.item = hold.item and until = 'infinity';
  insert into truth.holdings values (item, sub, s, 'infinity', price, quantity, is_prorated);
$$;
create procedure truth.cancel(sub text, s timestamptz, asked timestamptz default null, reason text default 'cancellation_requested',
  feedback text default null) language sql as $$
  insert into truth.phases (sub, at, status, ended_at, canceled_at, at_period_end, reason, feedback)
    values (sub, s, 'canceled', s, coalesce(asked, s), asked is not null, reason, feedback);
$$;

do $$
declare
  now_at constant timestamptz := '2026-06-30 12:00Z';
  n integer;
  k integer;
  s timestamptz;
  q bigint;
  c text;
  sub text;
begin
  for n in 1..153 loop
    k := n % 51;
    s := timestamptz '2025-01-03 09:00Z' + make_interval(days => ('x' || left(md5('day' || n), 6))::bit(24)::integer % 200,
      mins => ('x' || left(md5('minute' || n), 6))::bit(24)::integer % 600);
    q := 1 + ('x' || left(md5('quantity' || n), 6))::bit(24)::integer % 9;
    c := 'cus_' || n;
    sub := 'sub_' || n;
    insert into customer values (c, 'Customer ' || n, case n % 5 when 0 then 'owner' || n || '@gmail.com' when 1 then null
        else 'pay@mail.firm' || n || '.co.uk' end, 'gb', case n % 3 when 0 then jsonb_build_object('HubSpot Company ID', 'h' || n)
        when 1 then 'null'::jsonb end, k <> 37, case when k in (35, 36) then now_at end);
    if k not in (36, 37) then
      insert into truth.accounts values (c, case when n % 5 > 1 then 'firm' || n || '.co.uk' end);
    end if;
    case k
      when 0, 37 then call truth.begin_sub(sub, n, s, 'price_basic', q);
      when 1 then call truth.begin_sub(sub, n, s, 'price_year', q);
      when 2 then
        call truth.begin_sub(sub, n, s, 'price_pro', 1);
        call truth.hold('si_seat_' || n, sub, s, 'price_seat', q, false);
      when 3 then  -- more, then fewer, then more within one day
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        call truth.hold('si_' || sub, sub, s + interval '75 days', 'price_basic', q + 4);
        call truth.hold('si_' || sub, sub, s + interval '130 days', 'price_basic', q + 1);
        call truth.hold('si_' || sub, sub, s + interval '200 days', 'price_basic', q + 2);
        call truth.hold('si_' || sub, sub, s + interval '200 days 1 hour', 'price_basic', q + 3);
      when 4 then
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        call truth.hold('si_' || sub, sub, s + interval '100 days', 'price_pro', q);
      when 5 then  -- an item comes, another goes
        call truth.begin_sub(sub, n, s, 'price_pro', 1);
        call truth.hold('si_seat_' || n, sub, s + interval '50 days', 'price_seat', q);
        update truth.holdings set until = s + interval '140 days' where item = 'si_seat_' || n;
        call truth.hold('si_more_' || n, sub, s + interval '140 days', 'price_seat', q + 1);
      when 6 then
        call truth.begin_sub(sub, n, s, 'price_pro', q, 14);
        insert into truth.phases (sub, at, status) values (sub, s + interval '14 days', 'active');
      when 7 then
        s := now_at - interval '5 days';
        call truth.begin_sub(sub, n, s, 'price_pro', q, 14);
      when 8 then
        call truth.begin_sub(sub, n, s, 'price_pro', q, 14);
        call truth.cancel(sub, s + interval '14 days', s + interval '3 days');
      when 9 then
        call truth.begin_sub(sub, n, s, 'price_pro', q, null, 'incomplete');
        insert into truth.phases (sub, at, status) values (sub, s + interval '23 hours', 'incomplete_expired');
      when 10 then
        call truth.begin_sub(sub, n, s, 'price_pro', q, null, 'incomplete');
        insert into truth.phases (sub, at, status) values (sub, s + interval '20 hours', 'active');
      when 11 then
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        insert into truth.phases (sub, at, status) values (sub, s + interval '3 months', 'past_due'),
          (sub, s + interval '3 months 12 days', 'active');
      when 12 then
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        insert into truth.phases (sub, at, status) values (sub, s + interval '4 months', 'past_due'),
          (sub, s + interval '4 months 21 days', 'unpaid');
      when 13 then
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        insert into truth.phases (sub, at, status) values (sub, s + interval '4 months', 'past_due');
        call truth.cancel(sub, s + interval '4 months 21 days', null, case when n % 2 = 0 then 'payment_failed' end);
      when 14 then
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        insert into truth.phases (sub, at, status, at_period_end, canceled_at, feedback) values
          (sub, s + interval '65 days', 'active', true, s + interval '65 days', 'too_expensive');
        insert into truth.phases (sub, at, status) values (sub, s + interval '70 days', 'active');
        insert into truth.requests values (c, (s + interval '65 days')::date, 'too expensive', 'saved',
          (s + interval '70 days')::date);
      when 15 then
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        insert into truth.phases (sub, at, status, at_period_end, canceled_at, feedback) values
          (sub, s + interval '65 days', 'active', true, s + interval '65 days', 'missing_features');
        call truth.cancel(sub, s + interval '3 months', s + interval '65 days', 'cancellation_requested', 'missing_features');
        insert into truth.requests values (c, (s + interval '65 days')::date, 'missing features', 'cancelled',
          (s + interval '3 months')::date);
      when 16 then
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        call truth.cancel(sub, s + interval '100 days', null, 'cancellation_requested', 'switched_service');
        insert into truth.requests values (c, (s + interval '100 days')::date, 'switched service', 'cancelled',
          (s + interval '100 days')::date);
      when 17 then  -- collection paused; the row of the end comes only two days later
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        insert into truth.phases (sub, at, status, paused, resumes_at) values (sub, s + interval '80 days', 'active', 'void',
          s + interval '120 days');
        insert into truth.phases (sub, at, status) values (sub, s + interval '122 days', 'active');
      when 18 then
        call truth.begin_sub(sub, n, s, 'price_pro', q, 14);
        insert into truth.phases (sub, at, status) values (sub, s + interval '14 days', 'paused'),
          (sub, s + interval '40 days', 'active');
      when 19 then
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        insert into truth.rebates values ('co_20', c, sub, s, 'infinity', 20, null, 'forever', null, false);
      when 20 then
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        insert into truth.rebates values ('co_half', c, sub, s, s + interval '3 months', 50, null, 'repeating', 3, false);
      when 21 then
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        insert into truth.rebates values ('co_once', c, sub, s, s + interval '1 month', 40, null, 'once', null, false);
      when 22 then  -- a coupon greater than the plan; and one below two items
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        call truth.hold('si_seat_' || n, sub, s, 'price_seat', 2, false);
        insert into truth.rebates values (case when n % 2 = 0 then 'co_500' else 'co_30' end, c, sub, s, 'infinity', null,
          case when n % 2 = 0 then 500 else 30 end, 'forever', null, false);
      when 23 then
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        call truth.hold('si_' || sub, sub, s + interval '95 days', 'price_pro', q + 3);
        insert into truth.rebates values ('co_20', c, sub, s, 'infinity', 20, null, 'forever', null, false),
          ('co_30', c, sub, s + interval '40 days', 'infinity', null, 30, 'forever', null, false);
      when 24 then  -- of the customer, but for the time of one's own
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        call truth.begin_sub(sub || '_b', n, s, 'price_basic', q);
        insert into truth.rebates values ('co_20', c, null, s, 'infinity', 20, null, 'forever', null, false),
          ('co_half', c, sub, s + interval '30 days', s + interval '30 days 3 months', 50, null, 'repeating', 3, false);
      when 25 then  -- for ever, and removed: only invoices know
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        insert into truth.rebates values ('co_20', c, sub, s, s + interval '5 months', 20, null, 'forever', null, true);
      when 26 then call truth.begin_sub(sub, n, s, 'price_yen', q);
      when 27 then call truth.begin_sub(sub, n, s, 'price_dinar', q);
      when 28 then call truth.begin_sub(sub, n, s, 'price_shilling', q);
      when 29 then call truth.begin_sub(sub, n, s, 'price_metered', null);
      when 30 then
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        call truth.hold('si_tier_' || n, sub, s, 'price_tiered', q, false);
      when 31 then call truth.begin_sub(sub, n, s, 'price_free', 1);
      when 32 then call truth.begin_sub(sub, n, s, 'price_package', 10 * q + 1);
      when 33 then call truth.begin_sub(sub, n, s, 'price_week', q);
      when 34 then call truth.begin_sub(sub, n, s, 'price_quarter', q);
      when 35 then
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        call truth.cancel(sub, s + interval '111 days', null, 'cancellation_requested', null);
        insert into truth.requests values (c, (s + interval '111 days')::date, null, 'cancelled', (s + interval '111 days')::date);
      when 36, 38 then null;
      when 39, 40 then  -- the connector came later
        s := s - interval '300 days';
        call truth.begin_sub(sub, n, s, 'price_basic', q, 14);
        insert into truth.phases (sub, at, status) values (sub, s + interval '14 days', 'active');
        call truth.hold('si_' || sub, sub, s + interval '75 days', 'price_pro', q + 1);
        if k = 40 then
          call truth.cancel(sub, s + interval '250 days', null, 'payment_failed');
        end if;
        update truth.subs set landed_from = s + interval '310 days' where subs.sub = 'sub_' || n;
      when 41 then  -- changed, and not invoiced yet
        s := now_at - interval '5 months 20 days';
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        call truth.hold('si_' || sub, sub, now_at - interval '9 days', 'price_basic', q + 5, n % 2 = 0);
      when 42 then call truth.begin_sub(sub, n, s, null, null);
      when 43 then  -- gone from Stripe without a word
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        insert into truth.phases (sub, at, status) values (sub, s + interval '210 days', 'gone');
      when 44 then
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        insert into truth.phases (sub, at, status) values (sub, s + interval '260 days', 'deleted');
        update customer set deleted_at = s + interval '260 days' where id = c;
      when 45 then call truth.begin_sub(sub, n, s, 'plan_old', q);
      when 46 then
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        call truth.cancel(sub, s + interval '95 days', null, 'payment_disputed');
        call truth.begin_sub(sub || '_b', n, s + interval '150 days', 'price_pro', q);
      when 47 then  -- a term agreed from the beginning
        call truth.begin_sub(sub, n, s, 'price_basic', q);
        update truth.phases set cancel_at = s + interval '6 months', canceled_at = s where phases.sub = 'sub_' || n;
        call truth.cancel(sub, s + interval '6 months', s, null);
      when 48 then
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        call truth.begin_sub(sub || '_b', n, s, 'price_euro', q);
      when 49 then call truth.begin_sub(sub, n, s, 'price_sub_cent', 1000 * q);
      when 50 then  -- asked for, and not over yet
        s := now_at - interval '5 months 10 days';
        call truth.begin_sub(sub, n, s, 'price_pro', q);
        insert into truth.phases (sub, at, status, at_period_end, canceled_at, feedback) values
          (sub, now_at - interval '4 days', 'active', true, now_at - interval '4 days', 'unused');
        insert into truth.requests values (c, (now_at - interval '4 days')::date, 'unused', null, null);
    end case;
    update truth.subs set is_test = k = 37 where account_id = c;
  end loop;
end $$;

-- What customers bring in a month at an instant, as far as it can be known. No row = nothing is charged.
create function truth.mrr_at(instant timestamptz)
  returns table (account_id text, currency text, mrr numeric, has_unknown_price boolean)
language sql stable as $$
  with sold as (
    select subs.account_id, subs.sub, holdings.price,
      prices.unit * case when prices.divide_by > 0 then ceil(holdings.quantity::numeric / prices.divide_by)
        else holdings.quantity end as amount, prices.months, coalesce(prices.currency, '') as currency
    from truth.subs
    cross join lateral (
      select phases.* from truth.phases where phases.sub = subs.sub and phases.at <= instant order by at desc limit 1) as phase
    join truth.holdings on holdings.sub = subs.sub and holdings.at <= instant and holdings.until > instant
    left join truth.prices on prices.price = holdings.price
    where not subs.is_test and phase.status in ('active', 'past_due')
      and (phase.paused is null or phase.resumes_at <= instant)),
  of_subs as (
    select sold.account_id, sold.sub, sold.currency, coalesce(max(sold.months), 1) as months,
      coalesce(sum(sold.amount), 0) as amount, bool_or(sold.amount is null) as is_unknown
    from sold group by 1, 2, 3),
  own as (
    select of_subs.sub, exists (select from truth.rebates as r where r.sub = of_subs.sub and r.at <= instant
      and r.until > instant and r.duration <> 'once') as has_own
    from of_subs),
  charged as (
    select of_subs.account_id, of_subs.currency, of_subs.is_unknown,
      greatest(of_subs.amount
        * (1 - coalesce((select max(r.percent) from truth.rebates as r where r.duration <> 'once' and r.percent is not null
            and r.at <= instant and r.until > instant
            and (r.sub = of_subs.sub or r.sub is null and r.account_id = of_subs.account_id and not own.has_own)), 0) / 100)
        - coalesce((select sum(r.amount_off) from truth.rebates as r where r.duration <> 'once' and r.sub = of_subs.sub
            and r.at <= instant and r.until > instant), 0), 0) / of_subs.months as mrr
    from of_subs join own on own.sub = of_subs.sub)
  select charged.account_id, upper(charged.currency), sum(charged.mrr), bool_or(charged.is_unknown)
  from charged group by 1, 2 $$;

-- ---- what Stripe has of it

create table price as
  select price as id, 'prod_' || lower(product) as product, currency, billing_scheme, cents, billing_unit, interval_count,
    usage_type, divide_by
  from truth.prices where price <> 'plan_old';
create table plan as
  select price as id, 'prod_' || lower(product) as product, currency, billing_scheme, cents, billing_unit, interval_count,
    usage_type
  from truth.prices where price in ('plan_old', 'price_basic');
create table product as
  select distinct 'prod_' || lower(product) as id, product as name, case product when 'Seats' then 'seat' end as unit_label
  from truth.prices;
create table coupon (id text, percent_off numeric, amount_off numeric, currency text, duration text, months bigint);
insert into coupon values ('co_20', 20, null, null, 'forever', null), ('co_half', 50, null, null, 'repeating', 3),
  ('co_once', 40, null, null, 'once', null), ('co_500', null, 50000, 'usd', 'forever', null),
  ('co_30', null, 3000, 'usd', 'forever', null);

-- Periods, as the first price has them; a trial is a period of its own.
create table truth.periods as
with of_subs as (
  select subs.*, coalesce(prices.billing_unit, 'month') as billing_unit, coalesce(prices.interval_count, 1) as interval_count,
    coalesce((select min(phases.at) from truth.phases where phases.sub = subs.sub
      and phases.status in ('canceled', 'unpaid', 'gone', 'deleted', 'incomplete_expired')), '2026-06-30 12:00Z') as until
  from truth.subs
  join truth.holdings on holdings.item = 'si_' || subs.sub and holdings.at = subs.started_at
  left join truth.prices on prices.price = holdings.price),
all_periods as (
  select sub, account_id, until, started_at as at, trial_end as ends_at, true as is_trial from of_subs where trial_end is not null
  union all
  select sub, account_id, until,
    anchor + make_interval(weeks => step.k::integer, months => 0) * (billing_unit = 'week')::integer
      + make_interval(months => (step.k * interval_count)::integer) * (billing_unit = 'month')::integer
      + make_interval(years => step.k::integer) * (billing_unit = 'year')::integer,
    anchor + make_interval(weeks => step.k::integer + 1) * (billing_unit = 'week')::integer
      + make_interval(months => ((step.k + 1) * interval_count)::integer) * (billing_unit = 'month')::integer
      + make_interval(years => step.k::integer + 1) * (billing_unit = 'year')::integer,
    false
  from of_subs cross join generate_series(0, 120) as step (k))
select all_periods.*, row_number() over (partition by sub order by at) as number
from all_periods
where at < until;

-- Subscriptions after each change: every renewal is one, too. quantity: Stripe repeats it of the only item. at_end: what
-- becomes of one that is no more.
create table subscription_states as
with instants as (
  select sub, at from truth.phases where status not in ('gone', 'deleted')
  union
  select sub, at from truth.periods
  union
  select sub, at from truth.holdings where price is not null
  union
  select sub, until from truth.holdings where price is not null and until < 'infinity')
select subs.*, instants.at, phase.status, phase.ended_at, phase.canceled_at,
  coalesce(phase.cancel_at, case when phase.at_period_end and phase.status <> 'canceled' then period.ends_at end) as cancel_at,
  coalesce(phase.at_period_end, false) as at_period_end, phase.reason, phase.feedback, phase.paused, phase.resumes_at,
  period.ends_at,
  case when (select count(*) from (select distinct item from truth.holdings where holdings.sub = subs.sub) as items) = 1
    then (select holdings.quantity from truth.holdings where holdings.sub = subs.sub and holdings.at <= instants.at
      and holdings.until > instants.at) end as quantity,
  lead(instants.at) over (partition by subs.sub order by instants.at) as next_at
from instants
join truth.subs on subs.sub = instants.sub
cross join lateral (select phases.* from truth.phases where phases.sub = subs.sub and phases.at <= instants.at
  order by phases.at desc limit 1) as phase
left join lateral (select periods.ends_at from truth.periods where periods.sub = subs.sub and periods.at <= instants.at
  order by periods.at desc limit 1) as period on true
where phase.status not in ('gone', 'deleted') and instants.at <= '2026-06-30 12:00Z';

-- Invoices at the start of each period in which something is sold, with the changes of the period before.
create table truth.billed as
select 'in_' || periods.sub || '_' || periods.number as invoice, periods.*, phase.status as phase_status, phase.paused,
  lag(periods.at) over (partition by periods.sub order by periods.at) as before_at
from truth.periods
cross join lateral (select phases.* from truth.phases where phases.sub = periods.sub and phases.at <= periods.at
  order by phases.at desc limit 1) as phase
where phase.status in ('active', 'trialing', 'past_due', 'incomplete');
create table invoice_line (id text, invoice text, type text, sub text, item text, price text, plan text, quantity bigint,
  amount numeric, proration boolean, period_start timestamptz, period_end timestamptz, livemode boolean);
insert into invoice_line
select 'il_' || billed.invoice || holdings.item, billed.invoice, 'subscription', billed.sub, holdings.item,
  case when holdings.price <> 'plan_old' then holdings.price end, holdings.price, holdings.quantity,
  case when billed.is_trial then 0
    when prices.usage_type = 'metered' then 1234
    else coalesce(prices.cents, 777) * case when prices.divide_by > 0 then ceil(holdings.quantity::numeric / prices.divide_by)
      else holdings.quantity end end,
  false, billed.at, billed.ends_at, true
from truth.billed
join truth.holdings on holdings.sub = billed.sub and holdings.at <= billed.at and holdings.until > billed.at
join truth.prices on prices.price = holdings.price;
insert into invoice_line
select 'il_' || change.way || extract(epoch from holdings.at) || holdings.item, billed.invoice, 'invoiceitem', billed.sub,
  holdings.item, holdings.price, holdings.price, holdings.quantity, change.sign * 100 * holdings.quantity, true,
  case change.way when 'back' then holdings.until else holdings.at end, billed.at, true
from truth.billed
join truth.holdings on holdings.sub = billed.sub
cross join (values ('back', -1), ('forth', 1)) as change (way, sign)
where case change.way when 'back' then holdings.until > billed.before_at and holdings.until < billed.at
    else holdings.is_prorated and holdings.at > billed.before_at and holdings.at < billed.at end;
create table invoice (id text, customer text, sub text, status text, billing_reason text, currency text, total numeric,
  total_excluding_tax numeric, tax numeric, created timestamptz, due_at timestamptz, finalized_at timestamptz,
  paid_at timestamptz, is_deleted boolean, livemode boolean);
insert into invoice (id, customer, sub, status, billing_reason, currency, total, tax, created, due_at, finalized_at, paid_at,
  is_deleted, livemode)
select billed.invoice, billed.account_id, billed.sub,
  case when billed.phase_status = 'past_due' and not paid_late.is_paid then 'open' else 'paid' end,
  case billed.number when 1 then 'subscription_create' else 'subscription_cycle' end, sums.currency, sums.total + 20 * sums.taxed,
  20 * sums.taxed, billed.at, case when billed.account_id like '%2' then billed.at + interval '30 days' end,
  billed.at + interval '1 hour',
  case when billed.phase_status <> 'past_due' then billed.at + interval '2 hours'
    when paid_late.is_paid then billed.at + interval '12 days' end, false, not subs.is_test
from truth.billed
join truth.subs on subs.sub = billed.sub
cross join lateral (select exists (select from truth.phases where phases.sub = billed.sub and phases.at > billed.at
  and phases.status = 'active') as is_paid) as paid_late
cross join lateral (select coalesce(sum(line.amount), 0) as total, (count(*) > 0)::integer as taxed,
    coalesce(max(prices.currency), 'usd') as currency
  from invoice_line as line left join truth.prices on prices.price = line.plan
  where line.invoice = billed.invoice and not billed.is_trial) as sums;
-- Drafts, void and deleted invoices, one by hand, one below zero, and credit notes.
insert into invoice (id, customer, status, billing_reason, currency, total, total_excluding_tax, created, is_deleted, livemode)
values ('in_draft', 'cus_51', 'draft', 'manual', 'usd', 9900, 9900, '2026-01-05', false, true),
  ('in_void', 'cus_51', 'void', 'manual', 'usd', 9900, 9900, '2026-01-05', false, true),
  ('in_deleted', 'cus_51', 'open', 'manual', 'usd', 9900, 9900, '2026-01-05', true, true),
  ('in_hand', 'cus_51', 'uncollectible', 'manual', 'usd', 60000, 50000, '2026-01-05', false, true),
  ('in_credit', 'cus_51', 'paid', 'subscription_update', 'usd', -2500, -2500, '2026-01-06', null, null);
create table credit_note (id text, invoice text, status text, currency text, amount numeric, subtotal numeric,
  total numeric, created timestamptz, livemode boolean);
insert into credit_note values ('cn_1', 'in_hand', 'issued', 'usd', 12000, 10000, 12000, '2026-02-01', true),
  ('cn_void', 'in_hand', 'void', 'usd', 12000, 10000, 12000, '2026-02-01', true);
insert into invoice_line (id, invoice, type, sub, item, price, quantity, amount, proration, period_start, period_end, livemode)
select 'il_void', 'in_void', 'subscription', 'sub_51', 'si_sub_51', 'price_pro', 99, 1, false, '2026-01-05', '2026-02-05', true;

-- What was invoiced, from what was sold: without tax, and in units.
insert into truth.invoices
select billed.account_id, billed.at::date,
  case when billed.account_id like '%2' then (billed.at + interval '30 days')::date
    else (billed.at + interval '1 hour')::date end,
  case when billed.phase_status <> 'past_due' then (billed.at + interval '2 hours')::date
    when exists (select from truth.phases where phases.sub = billed.sub and phases.at > billed.at and phases.status = 'active')
      then (billed.at + interval '12 days')::date end,
  'recurring', sums.amount + changes.amount
from truth.billed
join truth.subs on subs.sub = billed.sub and not subs.is_test
cross join lateral (
  select sum(case when prices.usage_type = 'metered' then 12.34 when prices.billing_scheme = 'tiered' then 7.77 * holdings.quantity
    else prices.unit * case when prices.divide_by > 0 then ceil(holdings.quantity::numeric / prices.divide_by)
      else holdings.quantity end end) as amount
  from truth.holdings join truth.prices on prices.price = holdings.price
  where holdings.sub = billed.sub and holdings.at <= billed.at and holdings.until > billed.at) as sums
cross join lateral (
  select coalesce(sum(line.amount), 0) / 100 as amount
  from invoice_line as line where line.invoice = billed.invoice and line.proration) as changes
where not billed.is_trial and sums.amount + changes.amount <> 0;
insert into truth.invoices values ('cus_51', '2026-01-05', '2026-01-05', null, 'services', 500),
  ('cus_51', '2026-01-06', null, '2026-01-06', 'credit_note', -25), ('cus_51', '2026-02-01', null, null, 'credit_note', -100);
