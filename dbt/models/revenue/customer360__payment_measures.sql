-- Made by tools/dbt-package from views/.
{{ config(alias='payment_measures') }}

with accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
invoices as not materialized (select * from {{ ref('customer360__invoices') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
billed as (
  select
    invoice_id,
    account_id,
    kind is not distinct from 'credit_note' as is_credit,
    invoiced_on,
    due_on,
    case when paid_on <= {{ customer360.as_of() }} then paid_on end as paid_on,
    amount,
    currency,
    amount_in_currency
  from invoices
  where invoiced_on <= {{ customer360.as_of() }}),
known as (
  select
    coalesce(bool_or(paid_on is not null), false) as has_paid,
    coalesce(bool_or(paid_on is not null) and bool_or(due_on is not null), false) as has_due
  from billed),
-- The last invoice before each such credit note: several of the same amount are not all given back by one.
given_back as (
  select distinct on (credit.invoice_id) unpaid.invoice_id
  from billed as credit
  join billed as unpaid on unpaid.account_id = credit.account_id
    and unpaid.amount_in_currency = -credit.amount_in_currency and unpaid.currency is not distinct from credit.currency
    and unpaid.invoiced_on <= credit.invoiced_on
  where credit.is_credit and credit.amount_in_currency < 0 and unpaid.paid_on is null
  order by credit.invoice_id, unpaid.invoiced_on desc, unpaid.invoice_id),
owed as (
  select
    billed.account_id,
    billed.due_on,
    billed.paid_on,
    billed.amount,
    billed.paid_on is null as is_open,
    billed.paid_on is null and billed.due_on < {{ customer360.as_of() }} as is_overdue,
    case when billed.due_on > ({{ customer360.as_of() }} - interval '12 months')::date and billed.due_on <= {{ customer360.as_of() }}
      and (billed.paid_on is not null or billed.due_on < {{ customer360.as_of() }}) then
      greatest(coalesce(billed.paid_on, {{ customer360.as_of() }}) - billed.due_on, 0) end as days_late_12m
  from billed
  where not billed.is_credit and billed.amount_in_currency > 0
    and not exists (select from given_back where given_back.invoice_id = billed.invoice_id)),
measured as (
  select
    account_id,
    sum(amount) filter (where is_open) as open_amount,
    sum(amount) filter (where is_overdue) as overdue_amount,
    bool_or(is_open and amount is null) as has_unknown_open,
    bool_or(is_overdue and amount is null) as has_unknown_overdue,
    count(*) filter (where is_overdue) as overdue_invoices,
    min(due_on) filter (where is_overdue) as overdue_since,
    count(days_late_12m) as due_12m,
    count(*) filter (where days_late_12m > 0) as late_12m,
    percentile_cont(0.5) within group (order by days_late_12m) as days_late_median_12m,
    max(paid_on) as last_paid_on
  from owed
  group by account_id),
credited as (
  select
    account_id,
    sum(amount) as amount,
    bool_or(amount is null) as is_unknown
  from billed
  where is_credit and paid_on is null
  group by account_id)
select
  accounts.account_id,
  case when known.has_paid and measured.has_unknown_open is not true then coalesce(measured.open_amount, 0) end
    as open_amount,
  case when known.has_due and measured.has_unknown_overdue is not true then coalesce(measured.overdue_amount, 0) end
    as overdue_amount,
  case when known.has_due then coalesce(measured.overdue_invoices, 0) end as overdue_invoices,
  case when known.has_due then measured.overdue_since end as overdue_since,
  late.days as overdue_days,
  case
    when late.days = 0 then 'none'
    when late.days <= 30 then '1-30'
    when late.days <= 60 then '31-60'
    when late.days <= 90 then '61-90'
    when late.days > 90 then 'over 90' end as ageing,
  case when known.has_due then coalesce(measured.due_12m, 0) end as due_invoices_12m,
  case when known.has_due then coalesce(measured.late_12m, 0) end as paid_late_12m,
  case when known.has_due then measured.late_12m::numeric / nullif(measured.due_12m, 0) end as paid_late_share_12m,
  case when known.has_due then measured.days_late_median_12m end as days_late_median_12m,
  case when known.has_paid and source_tables.invoices_kind and credited.is_unknown is not true
    then coalesce(credited.amount, 0) end as open_credit,
  measured.last_paid_on
from accounts
cross join known
cross join source_tables
left join measured on measured.account_id = accounts.account_id
left join credited on credited.account_id = accounts.account_id
cross join lateral (
  select case when known.has_due then coalesce({{ customer360.as_of() }} - measured.overdue_since, 0) end as days) as late
