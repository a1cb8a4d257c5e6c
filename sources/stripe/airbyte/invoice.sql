-- Invoices: one row each, as it was delivered last.
select distinct on (invoices.id)
  invoices.id,
  invoices.customer as customer_id,
  invoices.subscription as subscription_id,
  invoices.status,
  invoices.billing_reason,
  invoices.currency,
  invoices.total,
  invoices.total_excluding_tax,
  invoices.tax,
  to_timestamp(invoices.created) as created,
  to_timestamp(invoices.due_date) as due_date,
  to_timestamp(try_bigint(invoices.status_transitions ->> 'finalized_at')) as status_transitions_finalized_at,
  to_timestamp(try_bigint(invoices.status_transitions ->> 'paid_at')) as status_transitions_paid_at,
  invoices.is_deleted,
  invoices.livemode
from invoices
order by invoices.id, try_bigint(invoices._airbyte_meta ->> 'sync_id') desc nulls last, invoices.updated desc nulls last,
    invoices._airbyte_extracted_at desc nulls last
