-- Invoices and credit notes: one row each, in units of the invoice's own currency, without tax. Drafts, void and
-- deleted invoices were never owed; an invoice of nothing (a trial, a coupon of 100 percent) is none; one below zero
-- goes to the customer's credit. Uncollectible ones stay, unpaid. What is charged automatically is due on the day of
-- the invoice. Of a subscription, or made by one, it is recurring; what somebody made by hand is a service.
select
  invoice.id as invoice_id,
  invoice.customer_id as account_id,
  case when total.amount < 0 then 'credit_note'
    when invoice.billing_reason like 'subscription%' or invoice.subscription_id <> '' then 'recurring'
    else 'services' end as kind,
  local_day(coalesce(invoice.status_transitions_finalized_at, invoice.created)) as invoiced_on,
  case when total.amount > 0 then
    local_day(coalesce(invoice.due_date, invoice.status_transitions_finalized_at, invoice.created)) end as due_on,
  case when lower(invoice.status) = 'paid' then
    local_day(coalesce(invoice.status_transitions_paid_at, invoice.status_transitions_finalized_at, invoice.created)) end
    as paid_on,
  total.amount / coalesce(currencies.units, 100) as amount,
  upper(invoice.currency) as currency
from invoice
cross join lateral (
  select coalesce(invoice.total_excluding_tax, invoice.total - coalesce(invoice.tax, 0)) as amount) as total
left join currencies on currencies.currency = lower(invoice.currency)
where invoice.livemode is not false and invoice.is_deleted is not true
  and lower(invoice.status) in ('open', 'paid', 'uncollectible') and total.amount <> 0
union all
select
  credit_note.id,
  invoice.customer_id,
  'credit_note',
  local_day(credit_note.created),
  null,
  null,
  -abs(coalesce(credit_note.total_excluding_tax, credit_note.subtotal, credit_note.total, credit_note.amount))
    / coalesce(currencies.units, 100),
  upper(credit_note.currency)
from credit_note
join invoice on invoice.id = credit_note.invoice_id
left join currencies on currencies.currency = lower(credit_note.currency)
where credit_note.livemode is not false and invoice.livemode is not false
  and lower(credit_note.status) is distinct from 'void'
