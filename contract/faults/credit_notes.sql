-- Credit notes that would add to what was invoiced.
select 'invoices' as table_name,
  source_invoices.invoice_id::text as key,
  source_invoices.account_id::text as account_id,
  format('is a credit note of a positive amount: %s', source_invoices.amount) as fault,
  'warning' as severity,
  'the amount is deducted' as done,
  'nothing, if it gives money back' as to_do
from source_invoices
join invoices on invoices.invoice_id = source_invoices.invoice_id
where invoices.kind = 'credit_note' and source_invoices.amount > 0
