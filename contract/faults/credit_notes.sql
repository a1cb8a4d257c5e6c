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
union all
-- Of notes without ids none is found again, but by what they say.
select 'invoices',
  concat_ws(', ', source_invoices.account_id, source_invoices.invoiced_on, source_invoices.amount),
  source_invoices.account_id::text,
  format('is a credit note of a positive amount: %s', source_invoices.amount),
  'warning',
  'the amount is deducted',
  'nothing, if it gives money back'
from source_invoices
join words on words.table_name = 'invoices' and words.column_name = 'kind'
  and words.word = c360_word(source_invoices.kind) and words.meaning = 'credit_note'
where source_invoices.invoice_id is null and source_invoices.amount > 0 and exists (
  select
  from invoices
  where invoices.kind = 'credit_note' and invoices.amount = -source_invoices.amount
    and invoices.account_id = source_invoices.account_id and invoices.invoiced_on = source_invoices.invoiced_on)
