-- Made by tools/dbt-package from views/.
{{ config(alias='cancellation_reasons') }}

with cancellation_requests as not materialized (select * from {{ ref('customer360__cancellation_requests') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
lines as (
  select
    account_id,
    charged,
    mrr,
    (mrr > 0) is not false as is_paid
  from subscriptions
  where lower(charged) <= {{ customer360.as_of() }}),
asked as (
  select
    cancellation_requests.request_id,
    cancellation_requests.account_id,
    coalesce(cancellation_requests.reason, 'not given') as reason,
    cancellation_requests.requested_on,
    case when cancellation_requests.decided_on <= {{ customer360.as_of() }} then cancellation_requests.outcome end as outcome,
    (cancellation_requests.decided_on <= {{ customer360.as_of() }}) is true as is_decided,
    (cancellation_requests.decided_on <= {{ customer360.as_of() }} - 90) is true as is_decided_90d,
    cancellation_requests.decided_on + 90 as looked_at_on
  from cancellation_requests
  where cancellation_requests.requested_on > ({{ customer360.as_of() }} - interval '12 months')::date
    and cancellation_requests.requested_on <= {{ customer360.as_of() }}),
charged as (
  select
    asked.request_id,
    coalesce(sum(lines.mrr) filter (where lines.charged @> asked.requested_on - 1), 0) as mrr,
    coalesce(bool_or(lines.is_paid and lines.charged @> asked.looked_at_on), false) as is_charged_90d
  from asked
  left join lines on lines.account_id = asked.account_id
  group by asked.request_id),
counted as (
  select
    case grouping(asked.reason) when 0 then 'reason' else 'all' end as grouped_by,
    asked.reason,
    count(*) as requests,
    count(distinct asked.account_id) as customers,
    sum(charged.mrr) as mrr,
    count(*) filter (where asked.is_decided and asked.outcome = 'saved') as saved,
    count(*) filter (where asked.is_decided and asked.outcome = 'cancelled') as cancelled,
    count(*) filter (where not asked.is_decided) as undecided,
    sum(charged.mrr) filter (where asked.is_decided and asked.outcome = 'saved') as mrr_saved,
    sum(charged.mrr) filter (where asked.is_decided) as mrr_decided,
    count(*) filter (where asked.is_decided_90d) as decided_90d,
    count(*) filter (where asked.is_decided_90d and asked.outcome = 'saved' and charged.is_charged_90d) as saved_90d,
    max(asked.requested_on) as last_requested_on
  from asked
  join charged on charged.request_id = asked.request_id
  group by grouping sets ((asked.reason), ())
  having count(*) > 0)
select
  counted.grouped_by,
  coalesce(counted.reason, 'all') as reason,
  counted.requests as requests_12m,
  counted.customers as customers_12m,
  case when source_tables.subscriptions then counted.mrr end as mrr_12m,
  case when decision.is_known then counted.saved end as saved,
  case when decision.is_known then counted.cancelled end as cancelled,
  case when source_tables.cancellation_requests_decided_on then counted.undecided end as undecided,
  case when decision.is_known
    then round(counted.saved::numeric / nullif(counted.requests - counted.undecided, 0), 4) end as save_rate,
  case when decision.is_known and source_tables.subscriptions then
    round(coalesce(counted.mrr_saved, 0) / nullif(counted.mrr_decided, 0), 4) end as mrr_save_rate,
  case when source_tables.cancellation_requests_decided_on then counted.decided_90d end as decided_90d,
  case when decision.is_known and source_tables.subscriptions then counted.saved_90d end as saved_90d,
  case when decision.is_known and source_tables.subscriptions
    then round(counted.saved_90d::numeric / nullif(counted.decided_90d, 0), 4) end as save_rate_90d,
  counted.last_requested_on
from counted
cross join source_tables
cross join lateral (
  select source_tables.cancellation_requests_decided_on and source_tables.cancellation_requests_outcome as is_known)
  as decision
order by counted.grouped_by, counted.requests desc, counted.reason
