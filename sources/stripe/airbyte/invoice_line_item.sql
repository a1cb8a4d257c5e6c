-- Lines of invoices: one row each, from the stream of their own, or as far as an invoice has them itself.
with lines as (
  select line.id, line.invoice_id, line.type, line.subscription, line.subscription_item, line.price, line.plan,
    line.quantity, line.amount, line.proration, line.period, line.livemode, line._airbyte_extracted_at
  from invoice_line_items as line
  union all
  select line.value ->> 'id', invoices.id, line.value ->> 'type', line.value ->> 'subscription',
    line.value ->> 'subscription_item', line.value -> 'price', line.value -> 'plan',
    try_bigint(line.value ->> 'quantity'), try_amount(line.value ->> 'amount'),
    case line.value ->> 'proration' when 'true' then true when 'false' then false end, line.value -> 'period',
    invoices.livemode, invoices._airbyte_extracted_at
  from invoices
  cross join lateral jsonb_array_elements(
    case jsonb_typeof(invoices.lines -> 'data') when 'array' then invoices.lines -> 'data' end) as line)
select distinct on (lines.id)
  lines.id,
  lines.invoice_id,
  lines.type,
  lines.subscription as subscription_id,
  lines.subscription_item as subscription_item_id,
  lines.price ->> 'id' as price_id,
  -- An object, or in some versions of Stripe's interface only its id.
  coalesce(lines.plan ->> 'id', lines.plan #>> '{}') as plan_id,
  lines.quantity,
  lines.amount,
  lines.proration,
  to_timestamp(try_bigint(lines.period ->> 'start')) as period_start,
  to_timestamp(try_bigint(lines.period ->> 'end')) as period_end,
  lines.livemode
from lines
order by lines.id, lines._airbyte_extracted_at desc nulls last
