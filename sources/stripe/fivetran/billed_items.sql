-- What invoices say of the items of subscriptions: one row per line. A line says price and quantity from the start of
-- its period, and a change within a period is a proration from that instant (the one that gives back is what was
-- before). says_what: a line without an amount says nothing if it is a proration: during a trial both of a pair are 0.
select
  line.subscription_id,
  coalesce(line.subscription_item_id, line.subscription_id || ':' || coalesce(line.price_id, line.plan_id)) as item_id,
  coalesce(line.price_id, line.plan_id) as price_id,
  line.quantity,
  line.period_start as at,
  line.period_end,
  line.proration is true and line.amount < 0 as gives_back,
  line.amount > 0 or line.proration is not true as says_what,
  invoice.created,
  line.id
from invoice_line_item as line
join invoice on invoice.id = line.invoice_id
where line.subscription_id <> '' and (line.subscription_item_id <> '' or line.type = 'subscription')
  and coalesce(line.price_id, line.plan_id) <> '' and line.livemode is not false
  and invoice.is_deleted is not true and (invoice.status in ('void', 'deleted')) is not true
