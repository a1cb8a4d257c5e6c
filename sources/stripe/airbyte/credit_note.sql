-- Credit notes: one row each, as it was delivered last.
select distinct on (credit_notes.id)
  credit_notes.id,
  credit_notes.invoice as invoice_id,
  credit_notes.status,
  credit_notes.currency,
  credit_notes.amount,
  credit_notes.subtotal,
  credit_notes.total,
  credit_notes.total_excluding_tax,
  to_timestamp(credit_notes.created) as created,
  credit_notes.livemode
from credit_notes
order by credit_notes.id, try_bigint(credit_notes._airbyte_meta ->> 'sync_id') desc nulls last, credit_notes.updated desc nulls last,
    credit_notes._airbyte_extracted_at desc nulls last
