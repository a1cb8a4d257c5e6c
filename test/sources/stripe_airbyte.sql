-- The made-up company's Stripe as Airbyte lands it, in the schema raw_stripe: events appended, all else deduplicated but
-- for customers and invoices, of which older deliveries stand beside.
\ir stripe/company.sql
create schema raw_stripe;
set search_path = raw_stripe, public;
\ir ../../sources/stripe/airbyte/raw.sql

-- Of a subscription that goes without a word Airbyte tells nothing: as far as can be known it goes on.
delete from truth.phases where status = 'gone';

create function pg_temp.epoch(instant timestamptz) returns bigint language sql immutable as $$
  select extract(epoch from instant)::bigint $$;

-- Whom Stripe no longer listed when the connection began has no row.
insert into customers (id, name, email, address, metadata, livemode, created, updated, is_deleted, _airbyte_extracted_at,
    _airbyte_meta)
  select id, load.prefix || name, email, jsonb_build_object('country', country), metadata, livemode, 1735689600,
    case when load.number = 2 and deleted_at is not null then pg_temp.epoch(deleted_at) else 1735689600 end,
    load.number = 2 and deleted_at is not null, load.at, jsonb_build_object('sync_id', load.number, 'changes', '[]'::jsonb)
  from stripe.customer
  cross join (values (1, timestamptz '2025-01-01Z', 'Once '), (2, '2026-06-30Z', '')) as load (number, at, prefix)
  where id not in ('cus_35', 'cus_137', 'cus_87');

insert into prices (id, product, currency, billing_scheme, unit_amount, unit_amount_decimal, recurring, transform_quantity)
  select id, product, currency, billing_scheme, case when cents = trunc(cents) then cents end, cents::text,
    jsonb_build_object('interval', billing_unit, 'interval_count', interval_count, 'usage_type', usage_type),
    case when divide_by > 0 then jsonb_build_object('divide_by', divide_by, 'round', 'up') else 'null' end
  from stripe.price;
insert into plans (id, product, currency, billing_scheme, amount, amount_decimal, "interval", interval_count, usage_type)
  select id, product, currency, billing_scheme, trunc(cents), cents::text, billing_unit, interval_count, usage_type
  from stripe.plan;
insert into products (id, name, unit_label) select * from stripe.product;
-- One coupon was deleted since: only discounts have it.
insert into coupons (id, percent_off, amount_off, currency, duration, duration_in_months)
  select * from stripe.coupon where id <> 'co_500';

create temp table discounts as
select rebates.*, 'di_' || coalesce(sub, account_id) || coupon as id, jsonb_build_object(
  'id', 'di_' || coalesce(sub, account_id) || coupon, 'object', 'discount', 'customer', account_id, 'subscription', sub,
  'start', pg_temp.epoch(at), 'end', case rebates.duration when 'repeating' then pg_temp.epoch(until) end,
  'coupon', jsonb_build_object('id', coupon.id, 'percent_off', coupon.percent_off, 'amount_off', coupon.amount_off,
    'currency', coupon.currency, 'duration', coupon.duration, 'duration_in_months', coupon.months)) as object
from truth.rebates
join stripe.coupon on coupon.id = rebates.coupon;
update customers set discount = discounts.object from discounts
  where discounts.account_id = customers.id and discounts.sub is null;

-- A subscription after each change, as Stripe writes it: newer versions of its interface name discounts by their ids.
create temp table objects as
select states.*, jsonb_build_object('id', states.sub, 'object', 'subscription', 'customer', states.account_id,
  'status', states.status, 'created', pg_temp.epoch(states.started_at), 'start_date', pg_temp.epoch(states.started_at),
  'trial_start', case when states.trial_end is not null then pg_temp.epoch(states.started_at) end,
  'trial_end', pg_temp.epoch(states.trial_end),
  'current_period_end', case when is_new.is_new then null else pg_temp.epoch(states.ends_at) end,
  'cancel_at', pg_temp.epoch(states.cancel_at), 'cancel_at_period_end', states.at_period_end,
  'canceled_at', pg_temp.epoch(states.canceled_at), 'ended_at', pg_temp.epoch(states.ended_at),
  'cancellation_details', jsonb_build_object('reason', states.reason, 'feedback', states.feedback, 'comment', null),
  'pause_collection', case when states.paused is not null then
    jsonb_build_object('behavior', states.paused, 'resumes_at', pg_temp.epoch(states.resumes_at)) end,
  'discount', case when not is_new.is_new then given.last end,
  'discounts', case when is_new.is_new then given.ids end,
  'livemode', not states.is_test, 'items', jsonb_build_object('object', 'list', 'has_more', states.sub = 'sub_2',
    'data', coalesce(held.items, '[]'))) as object
from stripe.subscription_states as states
cross join lateral (select states.sub like '%3' or states.sub like '%5'
  or (select count(*) from discounts where discounts.sub = states.sub) > 1) as is_new (is_new)
cross join lateral (
  select jsonb_agg(jsonb_build_object('id', holdings.item, 'object', 'subscription_item', 'subscription', states.sub,
      'quantity', holdings.quantity, 'created', pg_temp.epoch(begun.at),
      'current_period_end', case when is_new.is_new then pg_temp.epoch(states.ends_at) end,
      'price', case when holdings.price <> 'plan_old' then jsonb_build_object('id', holdings.price) end,
      'plan', jsonb_build_object('id', holdings.price)) order by holdings.item) as items
  from truth.holdings
  cross join lateral (select min(h.at) as at from truth.holdings as h where h.item = holdings.item) as begun
  where holdings.sub = states.sub and holdings.price is not null and holdings.at <= states.at and holdings.until > states.at
    and (states.sub <> 'sub_2' or holdings.item = 'si_sub_2')) as held
cross join lateral (
  select jsonb_agg(discounts.id order by discounts.at) as ids,
    (array_agg(discounts.object order by discounts.at desc))[1] as last
  from discounts
  where discounts.sub = states.sub and discounts.at <= states.at and discounts.until > states.at) as given;
-- A coupon that comes or goes between is a change of the subscription, too.
insert into objects (sub, at, object, landed_from)
select discounts.sub, change.at, before.object || jsonb_build_object('discount', given.last, 'discounts', given.ids),
  before.landed_from
from discounts
cross join lateral (values (discounts.at), (discounts.until)) as change (at)
cross join lateral (select objects.* from objects where objects.sub = discounts.sub and objects.at <= change.at
  order by objects.at desc limit 1) as before
cross join lateral (
  select jsonb_agg(other.id order by other.at) as ids, (array_agg(other.object order by other.at desc))[1] as last
  from discounts as other where other.sub = discounts.sub and other.at <= change.at and other.until > change.at) as given
where change.at <= '2026-06-30 12:00Z' and before.at < change.at;

-- Stripe tells events of thirty days back from when the connection began.
create temp table told as
select objects.*, row_number() over (partition by objects.sub order by objects.at) as number,
  row_number() over (partition by objects.sub order by objects.at desc) as from_last
from objects;
insert into events (id, type, created, data, _airbyte_extracted_at)
select 'evt_' || sub || '_' || number, 'customer.subscription.' || case when number = 1 then 'created'
    when object ->> 'status' = 'canceled' then 'deleted' else 'updated' end, pg_temp.epoch(at) + 1,
  jsonb_build_object('object', object, 'previous_attributes', '{}'::jsonb), at + interval '20 minutes'
from told
where landed_from is null or at > landed_from - interval '30 days';
insert into events (id, type, created, data, _airbyte_extracted_at)
select 'evt_' || discounts.id || change.type, 'customer.discount.' || change.type, pg_temp.epoch(change.at),
  jsonb_build_object('object', discounts.object), change.at + interval '20 minutes'
from discounts
cross join lateral (values ('created', discounts.at), ('deleted', discounts.until)) as change (type, at)
where discounts.sub is not null and change.at <= '2026-06-30 12:00Z' and (change.type = 'created' or discounts.is_removed);
-- The last second of a load is loaded again.
insert into events select * from events where id like '%4';

insert into subscriptions (id, customer, status, created, start_date, trial_start, trial_end, current_period_end, cancel_at,
  cancel_at_period_end, canceled_at, ended_at, cancellation_details, pause_collection, items, discount, discounts, livemode,
  updated, _airbyte_extracted_at)
select object ->> 'id', object ->> 'customer', object ->> 'status', (object ->> 'created')::bigint,
  (object ->> 'start_date')::bigint, (object ->> 'trial_start')::bigint, (object ->> 'trial_end')::bigint,
  (object ->> 'current_period_end')::bigint, (object ->> 'cancel_at')::bigint, (object ->> 'cancel_at_period_end')::boolean,
  (object ->> 'canceled_at')::bigint, (object ->> 'ended_at')::bigint, object -> 'cancellation_details',
  object -> 'pause_collection', object -> 'items', object -> 'discount', object -> 'discounts',
  (object ->> 'livemode')::boolean, pg_temp.epoch(case when at < landed_from then begun_at else at end),
  greatest(at + interval '20 minutes', landed_from)
from (select told.*, to_timestamp((object ->> 'created')::bigint) as begun_at from told) as told
where from_last = 1;
insert into subscription_items (id, subscription, price, quantity, created, _airbyte_extracted_at)
select item, sub, jsonb_build_object('id', price), quantity, pg_temp.epoch(at), '2026-06-30Z'
from truth.holdings where until = 'infinity' and price is not null;

insert into invoices (id, customer, customer_name, customer_email, customer_address, subscription, status, billing_reason,
  currency, total, total_excluding_tax, tax, created, due_date, status_transitions, discounts, lines, livemode, updated,
  is_deleted, _airbyte_extracted_at, _airbyte_meta)
select invoice.id, invoice.customer, customer.name, customer.email, jsonb_build_object('country', upper(customer.country)),
  invoice.sub, case when load.number = 1 then 'draft' else invoice.status end, invoice.billing_reason, invoice.currency,
  invoice.total, invoice.total_excluding_tax, invoice.tax, pg_temp.epoch(invoice.created), pg_temp.epoch(invoice.due_at),
  jsonb_build_object('finalized_at', pg_temp.epoch(invoice.finalized_at), 'paid_at', pg_temp.epoch(invoice.paid_at)),
  given.objects, jsonb_build_object('object', 'list', 'data', coalesce(embedded.lines, '[]')), invoice.livemode,
  pg_temp.epoch(invoice.created) + load.number, load.number = 2 and invoice.is_deleted, invoice.created + load.after,
  jsonb_build_object('sync_id', load.number)
from stripe.invoice
join stripe.customer on customer.id = invoice.customer
cross join (values (1, interval '1 minute'), (2, '20 days')) as load (number, after)
left join truth.billed on billed.invoice = invoice.id
cross join lateral (
  select jsonb_agg(discounts.object) as objects
  from discounts where discounts.sub = billed.sub and discounts.at <= billed.at and discounts.until > billed.at) as given
cross join lateral (
  select jsonb_agg(jsonb_build_object('id', line.id, 'type', line.type, 'subscription', line.sub,
    'subscription_item', line.item, 'price', jsonb_build_object('id', line.price), 'plan', jsonb_build_object('id', line.plan),
    'quantity', line.quantity, 'amount', line.amount, 'proration', line.proration, 'period', jsonb_build_object(
      'start', pg_temp.epoch(line.period_start), 'end', pg_temp.epoch(line.period_end)))) as lines
  from stripe.invoice_line as line where line.invoice = invoice.id and invoice.id like '%7') as embedded;
insert into invoice_line_items (id, invoice_id, type, subscription, subscription_item, price, plan, quantity, amount,
  proration, period, livemode, _airbyte_extracted_at)
select id, invoice, type, sub, item, jsonb_build_object('id', price), case when id like '%1' then to_jsonb(plan)
    else jsonb_build_object('id', plan) end, quantity, amount, proration, jsonb_build_object(
  'start', pg_temp.epoch(period_start), 'end', pg_temp.epoch(period_end)), livemode, '2026-06-30Z'
from stripe.invoice_line where invoice not like '%7';
insert into credit_notes (id, invoice, status, currency, amount, subtotal, total, created, livemode)
  select id, invoice, status, currency, amount, subtotal, total, pg_temp.epoch(created), livemode from stripe.credit_note;
