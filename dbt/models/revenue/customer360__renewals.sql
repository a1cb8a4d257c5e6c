-- Made by tools/dbt-package from views/.
{{ config(alias='renewals') }}

with account_upsells as not materialized (select * from {{ ref('customer360__account_upsells') }}),
cancellation_requests as not materialized (select * from {{ ref('customer360__cancellation_requests') }}),
contracts as not materialized (select * from {{ ref('customer360__contracts') }}),
contracts_due as not materialized (select * from {{ ref('customer360__contracts_due') }}),
invoices as not materialized (select * from {{ ref('customer360__invoices') }}),
mrr_bridge as not materialized (select * from {{ ref('customer360__mrr_bridge') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
lines as (
  select
    *,
    (mrr > 0) is not false as is_paid
  from subscriptions
  where lower(charged) <= {{ customer360.as_of() }}),
signed as (
  select
    signed_on,
    nullif(upper(term), 'infinity') as ends_on,
    case when terminated_on <= {{ customer360.as_of() }} then terminated_on end as terminated_on
  from contracts
  where signed_on <= {{ customer360.as_of() }}),
due as (
  select
    *,
    due_mrr is not null and (renewed_mrr is not null or outcome is distinct from 'renewed') as is_priced
  from contracts_due
  where known_on = {{ customer360.as_of() }} and terminated_on is null),
due_monthly as (
  select
    date_trunc('month', ends_on::timestamp)::date as month,
    count(*) as due,
    coalesce(sum(due_mrr), 0) as due_mrr,
    count(*) filter (where outcome = 'renewed') as renewed,
    count(*) filter (where renewed_itself) as renewed_itself,
    count(*) filter (where renewed_on <= ends_on or renewed_itself) as on_time,
    count(*) filter (where outcome = 'lost') as lost,
    count(*) filter (where outcome = 'open') as open,
    coalesce(sum(renewed_mrr) filter (where outcome = 'renewed'), 0) as renewed_mrr,
    -- What is kept of what is due can be told of contracts whose prices are known.
    coalesce(sum(due_mrr) filter (where is_priced), 0) as priced_mrr,
    coalesce(sum(renewed_mrr) filter (where is_priced and outcome = 'renewed'), 0) as net_mrr,
    coalesce(sum(least(renewed_mrr, due_mrr)) filter (where is_priced and outcome = 'renewed'), 0) as kept_mrr,
    coalesce(sum(due_mrr) filter (where outcome = 'open'), 0) as open_mrr
  from due
  group by date_trunc('month', ends_on::timestamp)),
ended_monthly as (
  select
    date_trunc('month', terminated_on::timestamp)::date as month,
    count(*) as contracts
  from signed
  where terminated_on < ends_on
  group by date_trunc('month', terminated_on::timestamp)),
upsold as (
  select
    month,
    count(*) as customers
  from account_upsells
  group by month),
requests as (
  select
    cancellation_requests.requested_on,
    outcome.is_decided,
    outcome.is_decided and cancellation_requests.outcome = 'saved' as is_saved,
    outcome.is_decided and cancellation_requests.decided_on <= {{ customer360.as_of() }} - 90 as is_decided_90d,
    exists (
      select from lines
      where lines.account_id = cancellation_requests.account_id and lines.is_paid
        and lines.charged @> cancellation_requests.decided_on + 90) as is_charged_90d
  from cancellation_requests
  cross join lateral (select (cancellation_requests.decided_on <= {{ customer360.as_of() }}) is true as is_decided) as outcome
  where cancellation_requests.requested_on <= {{ customer360.as_of() }}),
requested as (
  select
    date_trunc('month', requested_on::timestamp)::date as month,
    count(*) as requests,
    count(*) filter (where is_saved) as saved,
    count(*) filter (where not is_decided) as undecided,
    count(*) filter (where is_decided_90d) as decided_90d,
    count(*) filter (where is_decided_90d and is_saved and is_charged_90d) as saved_90d
  from requests
  group by date_trunc('month', requested_on::timestamp)),
invoiced as (
  select
    date_trunc('month', invoiced_on::timestamp)::date as month,
    sum(amount) as amount,
    coalesce(sum(amount) filter (where kind is distinct from 'credit_note'), 0) as gross,
    coalesce(sum(amount) filter (where kind = 'credit_note'), 0) as credited
  from invoices
  where invoiced_on <= {{ customer360.as_of() }}
  group by date_trunc('month', invoiced_on::timestamp)),
first_invoiced as (
  select
    date_trunc('month', first_on::timestamp)::date as month,
    count(*) as customers
  from (
    select account_id, min(invoiced_on) as first_on from invoices where invoiced_on <= {{ customer360.as_of() }} group by account_id)
    as customers
  group by date_trunc('month', first_on::timestamp)),
began as (
  select least((select min(signed_on) from signed), (select min(lower(charged)) from lines),
    (select min(month) from invoiced)) as first_day),
-- What has not happened in a month that has begun is 0. Of future months, and of tables that are not there, nothing is
-- known: NULL.
months as (
  select
    month::date as month,
    month + interval '1 month' - interval '1 day' <= {{ customer360.as_of() }} as is_finished,
    case when source_tables.contracts then 0 end as no_contract,
    case when source_tables.contracts and source_tables.subscriptions then 0 end as no_line_of_contract,
    case when month <= {{ customer360.as_of() }} and source_tables.subscriptions then 0 end as no_line,
    case when month <= {{ customer360.as_of() }} and source_tables.cancellation_requests then 0 end as no_request,
    case when month <= {{ customer360.as_of() }} and source_tables.cancellation_requests_decided_on then 0 end as no_decision,
    case when month <= {{ customer360.as_of() }} and outcome.is_known then 0 end as no_outcome,
    case when month <= {{ customer360.as_of() }} and outcome.is_known and source_tables.subscriptions then 0 end as no_line_of_request,
    case when month <= {{ customer360.as_of() }} and source_tables.invoices then 0 end as no_invoice,
    case when month <= {{ customer360.as_of() }} and source_tables.invoices_kind then 0 end as no_credit
  from began
  cross join source_tables
  cross join lateral (
    select source_tables.cancellation_requests_decided_on and source_tables.cancellation_requests_outcome as is_known)
    as outcome
  cross join generate_series(date_trunc('month', began.first_day::timestamp),
    date_trunc('month', {{ customer360.as_of() }}::timestamp) + interval '11 months', interval '1 month') as month),
measured as (
  select
    months.month,
    months.is_finished,
    coalesce(due_monthly.due, months.no_contract) as due,
    coalesce(ended_monthly.contracts, months.no_contract + case when months.month <= {{ customer360.as_of() }} then 0 end) as ended_early,
    coalesce(due_monthly.due_mrr, 0) + months.no_line_of_contract as due_mrr,
    coalesce(due_monthly.renewed, 0) + months.no_line_of_contract as renewed,
    coalesce(due_monthly.renewed_itself, 0) + months.no_line_of_contract as renewed_itself,
    coalesce(due_monthly.on_time, 0) + months.no_line_of_contract as renewed_on_time,
    coalesce(due_monthly.lost, 0) + months.no_line_of_contract as lost,
    coalesce(due_monthly.open, 0) + months.no_line_of_contract as open,
    coalesce(due_monthly.renewed_mrr, 0) + months.no_line_of_contract as renewed_mrr,
    coalesce(due_monthly.priced_mrr, 0) + months.no_line_of_contract as priced_mrr,
    coalesce(due_monthly.net_mrr, 0) + months.no_line_of_contract as net_mrr,
    coalesce(due_monthly.kept_mrr, 0) + months.no_line_of_contract as kept_mrr,
    coalesce(due_monthly.open_mrr, 0) + months.no_line_of_contract as open_mrr,
    mrr_bridge.starting_customers,
    coalesce(mrr_bridge.expanded_customers, months.no_line) as expanded_customers,
    coalesce(upsold.customers, months.no_line) as upsold_customers,
    coalesce(mrr_bridge.expansion_mrr, months.no_line) as expansion_mrr,
    mrr_bridge.ending_mrr,
    coalesce(requested.requests, months.no_request) as requests,
    coalesce(requested.saved, 0) + months.no_outcome as saved,
    coalesce(requested.undecided, 0) + months.no_decision as undecided,
    coalesce(requested.decided_90d, 0) + months.no_decision as decided_90d,
    coalesce(requested.saved_90d, 0) + months.no_line_of_request as saved_90d,
    coalesce(invoiced.gross, 0) + months.no_credit as gross,
    coalesce(invoiced.credited, 0) + months.no_credit as credited,
    coalesce(invoiced.amount, months.no_invoice) as amount,
    sum(invoiced.amount) over so_far + months.no_invoice as amount_to_date,
    coalesce(sum(first_invoiced.customers) over so_far, 0) + months.no_invoice as customers_to_date
  from months
  left join due_monthly on due_monthly.month = months.month
  left join ended_monthly on ended_monthly.month = months.month
  left join mrr_bridge on mrr_bridge.month = months.month
  left join upsold on upsold.month = months.month
  left join requested on requested.month = months.month
  left join invoiced on invoiced.month = months.month
  left join first_invoiced on first_invoiced.month = months.month
  window so_far as (order by months.month))
select
  month,
  is_finished,
  due,
  ended_early,
  due_mrr,
  renewed,
  renewed_itself,
  renewed_on_time,
  lost,
  open,
  renewed_mrr,
  open_mrr,
  case when is_finished then round(renewed::numeric / nullif(due, 0), 4) end as renewal_rate,
  case when is_finished then round(renewed_on_time::numeric / nullif(due, 0), 4) end as on_time_rate,
  case when is_finished then round(kept_mrr / nullif(priced_mrr, 0), 4) end as gross_renewal_rate,
  case when is_finished then round(net_mrr / nullif(priced_mrr, 0), 4) end as net_renewal_rate,
  expanded_customers,
  upsold_customers,
  round(upsold_customers::numeric / nullif(starting_customers, 0), 4) as upsell_rate,
  expansion_mrr,
  round(expansion_mrr / nullif(ending_mrr, 0), 4) as expansion_revenue_rate,
  requests as cancellation_requests,
  saved,
  undecided,
  round(saved::numeric / nullif(requests - undecided, 0), 4) as save_rate,
  decided_90d,
  saved_90d,
  round(saved_90d::numeric / nullif(decided_90d, 0), 4) as save_rate_90d,
  gross as invoiced_gross_revenue,
  credited,
  amount as invoiced_revenue,
  customers_to_date::bigint as invoiced_customers,
  round(amount_to_date / nullif(customers_to_date, 0), 2) as clv_to_date
from measured
order by month
