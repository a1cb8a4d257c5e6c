-- Coupons on customers, subscriptions and invoices, wherever the connection lands them: one row per delivery.
select
  id,
  coupon_id,
  customer_id,
  nullif(subscription_id, '') as subscription_id,
  nullif(invoice_id, '') as invoice_id,
  start,
  "end" as ends_at,
  -- Fivetran lands no coupon that was taken away, but for those of invoices.
  null::timestamptz as removed_at
from discount
union all
select id, coupon_id, customer_id, subscription_id, null, start, "end", null
from subscription_discount
where subscription_id <> ''
union all
select id, coupon_id, customer_id, null, null, start, "end", null
from customer_discount
