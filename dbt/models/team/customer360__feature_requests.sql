-- Made by tools/dbt-package from views/.
{{ config(alias='feature_requests') }}

with account_risk as not materialized (select * from {{ ref('customer360__account_risk') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
product_request_accounts as not materialized (select * from {{ ref('customer360__product_request_accounts') }}),
product_requests as not materialized (select * from {{ ref('customer360__product_requests') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
standing as materialized (
  select csm_accounts.account_id, csm_accounts.status, csm_accounts.is_charged, csm_accounts.arr,
    account_risk.is_at_risk
  from csm_accounts
  left join account_risk on account_risk.account_id = csm_accounts.account_id),
asked as (
  select product_request_accounts.request_id, product_request_accounts.account_id,
    min(product_request_accounts.asked_on) as asked_on,
    bool_or(product_request_accounts.importance = 'blocker') as is_blocker
  from product_request_accounts
  where product_request_accounts.asked_on <= {{ customer360.as_of() }}
  group by product_request_accounts.request_id, product_request_accounts.account_id),
first_asked as (
  select product_request_accounts.request_id, min(product_request_accounts.asked_on) as asked_on
  from product_request_accounts
  group by product_request_accounts.request_id),
departed as (
  select subscriptions.account_id, max(upper(subscriptions.charged)) as left_on
  from subscriptions
  join standing on standing.account_id = subscriptions.account_id and standing.status = 'churned'
  where lower(subscriptions.charged) <= {{ customer360.as_of() }} and (subscriptions.mrr > 0) is not false
  group by subscriptions.account_id),
lost as (
  select departed.account_id, departed.left_on, arr(sum(subscriptions.mrr)) as arr
  from departed
  join subscriptions on subscriptions.account_id = departed.account_id and subscriptions.charged @> departed.left_on - 1
  group by departed.account_id, departed.left_on),
known as (
  select product_requests.request_id, product_requests.title, product_requests.module,
    coalesce(product_requests.requested_on, first_asked.asked_on) as requested_on,
    case when product_requests.shipped_on <= {{ customer360.as_of() }} then product_requests.shipped_on end as shipped_on
  from product_requests
  left join first_asked on first_asked.request_id = product_requests.request_id
  where (coalesce(product_requests.requested_on, first_asked.asked_on) > {{ customer360.as_of() }}) is not true),
counted as (
  select known.request_id,
    count(asked.account_id) as askers,
    count(*) filter (where standing.is_charged) as customers,
    count(*) filter (where standing.is_charged and asked.is_blocker) as blocked_customers,
    coalesce(sum(standing.arr), 0) as arr,
    coalesce(sum(standing.arr) filter (where asked.is_blocker), 0) as blocked_arr,
    count(*) filter (where standing.is_at_risk) as customers_at_risk,
    coalesce(sum(standing.arr) filter (where standing.is_at_risk), 0) as arr_at_risk,
    count(lost.account_id) as customers_lost,
    coalesce(sum(lost.arr), 0) as arr_lost
  from known
  left join asked on asked.request_id = known.request_id
  left join standing on standing.account_id = asked.account_id
  left join lost on lost.account_id = asked.account_id and lost.left_on > asked.asked_on
    and (known.shipped_on < lost.left_on) is not true
  group by known.request_id),
summed as (
  select counted.request_id, counted.askers,
    case when source_tables.subscriptions then counted.customers end as customers,
    case when source_tables.subscriptions then counted.blocked_customers end as blocked_customers,
    case when source_tables.subscriptions then counted.arr end as arr,
    case when source_tables.subscriptions then counted.blocked_arr end as blocked_arr,
    case when source_tables.subscriptions then counted.customers_at_risk end as customers_at_risk,
    case when source_tables.subscriptions then counted.arr_at_risk end as arr_at_risk,
    case when source_tables.subscriptions then counted.customers_lost end as customers_lost,
    case when source_tables.subscriptions then counted.arr_lost end as arr_lost
  from counted
  cross join source_tables)
select
  known.request_id,
  known.title,
  known.module,
  known.requested_on,
  known.shipped_on,
  case when coalesce(known.shipped_on, {{ customer360.as_of() }}) >= known.requested_on
    then coalesce(known.shipped_on, {{ customer360.as_of() }}) - known.requested_on end as days_open,
  summed.askers,
  summed.customers,
  summed.blocked_customers,
  summed.arr,
  summed.blocked_arr,
  case when known.shipped_on is null then summed.customers_at_risk end as customers_at_risk,
  case when known.shipped_on is null then summed.arr_at_risk end as arr_at_risk,
  summed.customers_lost,
  summed.arr_lost
from known
join summed on summed.request_id = known.request_id
order by known.shipped_on is not null, summed.arr_at_risk desc, summed.customers_lost desc, known.request_id
