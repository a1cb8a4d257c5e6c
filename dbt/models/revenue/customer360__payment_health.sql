-- Made by tools/dbt-package from views/.
{{ config(alias='payment_health') }}

with csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
payment_measures as not materialized (select * from {{ ref('customer360__payment_measures') }})
select
  csm_accounts.account_id,
  csm_accounts.account,
  csm_accounts.csm,
  csm_accounts.arr,
  csm_accounts.status,
  payment_measures.open_amount,
  payment_measures.overdue_amount,
  payment_measures.overdue_invoices,
  payment_measures.overdue_since,
  payment_measures.overdue_days,
  payment_measures.ageing,
  payment_measures.due_invoices_12m,
  payment_measures.paid_late_12m,
  payment_measures.paid_late_share_12m,
  payment_measures.days_late_median_12m,
  payment_measures.open_credit,
  payment_measures.last_paid_on
from csm_accounts
join payment_measures on payment_measures.account_id = csm_accounts.account_id
