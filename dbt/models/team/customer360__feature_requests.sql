-- Made by tools/dbt-package from views/.
{{ config(alias='feature_requests') }}

with account_metrics as not materialized (select * from {{ ref('customer360__account_metrics') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
product_request_accounts as not materialized (select * from {{ ref('customer360__product_request_accounts') }}),
product_requests as not materialized (select * from {{ ref('customer360__product_requests') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
standing as materialized (
  select csm_accounts.account_id, csm_accounts.status, csm_accounts.is_charged, csm_accounts.arr,
    account_metrics.is_at_risk
  from csm_accounts
  left join account_metrics on account_metrics.account_id = csm_accounts.account_id),
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
ranked as (
  select standing.account_id,
    percent_rank() over (order by standing.arr desc) as place
  from standing
  where standing.is_charged and standing.arr is not null),
classed as (
  select asked.request_id,
    count(*) filter (where ranked.place < 0.25) as large,
    count(*) filter (where ranked.place >= 0.25 and ranked.place < 0.75) as medium,
    count(*) filter (where ranked.place >= 0.75) as small
  from asked
  join ranked on ranked.account_id = asked.account_id
  group by asked.request_id),
-- A delivery with 90 days behind it, and what every customer of that day paid then and 90 days later.
delivered as (
  select product_requests.request_id, product_requests.shipped_on
  from product_requests
  where product_requests.shipped_on <= {{ customer360.as_of() }} - 90),
priced as materialized (
  select subscriptions.account_id, subscriptions.charged, subscriptions.mrr
  from subscriptions
  where lower(subscriptions.charged) <= {{ customer360.as_of() }}),
paid as (
  select days.shipped_on, priced.account_id,
    greatest(coalesce(sum(priced.mrr) filter (where priced.charged @> days.shipped_on), 0), 0) as mrr_then,
    greatest(coalesce(sum(priced.mrr) filter (where priced.charged @> days.shipped_on + 90), 0), 0) as mrr_after
  from (select distinct delivered.shipped_on from delivered) as days
  join priced on priced.charged @> days.shipped_on or priced.charged @> days.shipped_on + 90
  group by days.shipped_on, priced.account_id),
lifted as (
  select delivered.request_id,
    sum(paid.mrr_then) filter (where asked.account_id is not null) as mrr_then,
    sum(paid.mrr_after) filter (where asked.account_id is not null) as mrr_after,
    sum(paid.mrr_then) filter (where asked.account_id is null) as others_then,
    sum(paid.mrr_after) filter (where asked.account_id is null) as others_after
  from delivered
  join paid on paid.shipped_on = delivered.shipped_on and paid.mrr_then > 0
  left join asked on asked.request_id = delivered.request_id and asked.account_id = paid.account_id
    and asked.asked_on <= delivered.shipped_on
  group by delivered.request_id),
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
  select counted.request_id,
    case when source_tables.product_request_accounts then counted.askers end as askers,
    case when ask.is_known then counted.customers end as customers,
    case when ask.is_known and source_tables.product_request_accounts_importance then counted.blocked_customers end
      as blocked_customers,
    case when ask.is_known then counted.arr end as arr,
    case when ask.is_known and source_tables.product_request_accounts_importance then counted.blocked_arr end
      as blocked_arr,
    case when ask.is_known and risk.is_known then counted.customers_at_risk end as customers_at_risk,
    case when ask.is_known and risk.is_known then counted.arr_at_risk end as arr_at_risk,
    case when ask.is_known then counted.customers_lost end as customers_lost,
    case when ask.is_known then counted.arr_lost end as arr_lost
  from counted
  cross join source_tables
  cross join (select count(is_at_risk) filter (where is_charged) > 0 or count(*) = 0 as is_known from standing) as risk
  cross join lateral (
    select source_tables.product_request_accounts and source_tables.subscriptions as is_known) as ask)
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
  summed.arr_lost,
  case when ask.is_known then coalesce(classed.large, 0) end as customers_large,
  case when ask.is_known then coalesce(classed.medium, 0) end as customers_medium,
  case when ask.is_known then coalesce(classed.small, 0) end as customers_small,
  case
    when classed.large > 0 and classed.large >= greatest(classed.medium, classed.small) then 'large'
    when classed.medium > 0 and classed.medium >= classed.small then 'medium'
    when classed.small > 0 then 'small' end as spend_class,
  round(summed.arr / nullif((select sum(standing.arr) from standing), 0), 4) as arr_share,
  arr(lifted.mrr_then) as arr_at_delivery,
  arr(lifted.mrr_after) - arr(lifted.mrr_then) as arr_lift_90d,
  round((lifted.mrr_after - lifted.mrr_then) / nullif(lifted.mrr_then, 0), 4) as arr_lift_90d_share,
  case when lifted.mrr_then is not null
    then round((lifted.others_after - lifted.others_then) / nullif(lifted.others_then, 0), 4) end
    as arr_lift_90d_share_of_others
from known
cross join source_tables
cross join lateral (
  select source_tables.product_request_accounts and source_tables.subscriptions as is_known) as ask
join summed on summed.request_id = known.request_id
left join classed on classed.request_id = known.request_id
left join lifted on lifted.request_id = known.request_id
order by known.shipped_on is not null, summed.arr_at_risk desc, summed.customers_lost desc, known.request_id
