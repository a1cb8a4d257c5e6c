-- The made-up company's Stripe as Fivetran lands it, in the schema raw_stripe.
\ir stripe/company.sql
create schema raw_stripe;
set search_path = raw_stripe, public;
\ir ../../sources/stripe/fivetran/raw.sql

insert into customer (id, name, email, address_country, metadata, is_deleted, livemode, _fivetran_synced)
  select id, name, email, country, metadata, deleted_at is not null, livemode, coalesce(deleted_at, '2026-06-30 12:00Z')
  from stripe.customer;
insert into price (id, product_id, currency, billing_scheme, unit_amount, unit_amount_decimal, recurring_interval,
    recurring_interval_count, recurring_usage_type, transform_quantity_divide_by, transform_quantity_round)
  select id, product, currency, billing_scheme, case when cents = trunc(cents) then cents end, cents, billing_unit,
    interval_count, usage_type, divide_by, case when divide_by > 0 then 'up' end
  from stripe.price;
insert into plan select id, product, null, currency, billing_scheme, cents, billing_unit, interval_count, usage_type
  from stripe.plan;
insert into product select * from stripe.product;
insert into coupon select * from stripe.coupon;

-- A row is seen some seconds late. One of which Stripe says no more has an end, and so has its customer's.
insert into subscription_history
with ends as (
  select phases.sub, phases.at from truth.phases where phases.status = 'gone')
select states.sub, states.account_id, states.status, states.started_at, states.started_at,
  case when states.trial_end is not null then states.started_at end, states.trial_end, states.ends_at, states.cancel_at,
  states.at_period_end, states.canceled_at, states.ended_at, states.reason, states.feedback, null, states.paused,
  states.resumes_at, states.quantity, not states.is_test,
  greatest(states.at, states.landed_from) + interval '7 seconds',
  case when states.next_at is not null then states.next_at + interval '6.999 seconds'
    else coalesce(ends.at, '9999-12-31 23:59:59.999Z') end,
  states.next_at is null and ends.at is null,
  '2026-06-30 12:00Z'
from stripe.subscription_states as states
left join ends on ends.sub = states.sub
where states.next_at is null or states.landed_from is null or states.next_at > states.landed_from;
-- A second delivery of some rows, which say no more than the first.
insert into subscription_history select * from subscription_history where right(id, 1) = '3' and not _fivetran_active;

insert into subscription_item
select holdings.item, holdings.sub, holdings.price, holdings.quantity, min(begun.at), null, '2026-06-30 12:00Z'
from truth.holdings
join truth.holdings as begun on begun.item = holdings.item
where holdings.until = 'infinity' and holdings.price is not null
group by holdings.item, holdings.sub, holdings.price, holdings.quantity;

insert into discount (id, coupon_id, customer_id, subscription_id, start, "end")
  select 'di_' || coalesce(sub, account_id) || coupon, coupon, account_id, sub, at, nullif(until, 'infinity')
  from truth.rebates where not is_removed and duration <> 'once' and (until = 'infinity' or until > '2026-01-01')
    and coupon <> 'co_30';
-- Older connections have them elsewhere, some have both.
insert into subscription_discount (id, coupon_id, customer_id, subscription_id, start, "end")
  select 'di_' || sub || coupon, coupon, account_id, sub, at, null
  from truth.rebates where sub is not null and coupon in ('co_30', 'co_500');
insert into customer_discount (id, coupon_id, customer_id, start, "end")
  select 'di_' || account_id || coupon, coupon, account_id, at, null from truth.rebates where sub is null;

insert into invoice (id, customer_id, subscription_id, status, billing_reason, currency, total, total_excluding_tax, tax,
    created, due_date, status_transitions_finalized_at, status_transitions_paid_at, is_deleted, livemode)
  select * from stripe.invoice;
insert into invoice_line_item select * from stripe.invoice_line;
insert into credit_note (id, invoice_id, status, currency, amount, subtotal, total, created, livemode)
  select * from stripe.credit_note;
-- Coupons, as the invoices that they lowered still know them.
insert into discount (id, coupon_id, customer_id, subscription_id, invoice_id, start, "end")
select 'di_' || billed.invoice || rebates.coupon, rebates.coupon, rebates.account_id, rebates.sub, billed.invoice, rebates.at,
  case rebates.duration when 'repeating' then rebates.until end
from truth.billed
join truth.rebates on rebates.sub = billed.sub and rebates.at <= billed.at and rebates.until > billed.at
where rebates.coupon not in ('co_30', 'co_500');
