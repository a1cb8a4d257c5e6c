-- A credit note gives money back, whichever sign the billing system gives it.
select
  given.invoice_id,
  given.account_id,
  given.kind,
  given.invoiced_on,
  given.due_on,
  given.paid_on,
  case given.kind when 'credit_note' then -abs(given.amount) else given.amount end as amount,
  given.updated_at
from given
