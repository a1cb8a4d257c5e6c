-- Made by tools/dbt-package from views/.
{{ config(alias='engagement_measures') }}

with accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
csm_tasks as not materialized (select * from {{ ref('customer360__csm_tasks') }}),
csm_touchpoints as not materialized (select * from {{ ref('customer360__csm_touchpoints') }}),
product_request_accounts as not materialized (select * from {{ ref('customer360__product_request_accounts') }}),
product_requests as not materialized (select * from {{ ref('customer360__product_requests') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
touched as (
  select
    csm_touchpoints.account_id,
    c360_local_day({{ customer360.zone() }}, max(csm_touchpoints.happened_at)) as last_on,
    c360_local_day({{ customer360.zone() }}, max(csm_touchpoints.happened_at)
      filter (where csm_touchpoints.kind in ('business_review', 'executive_review'))) as last_review_on,
    count(*) filter (where recent.holds) as touchpoints,
    sum(csm_touchpoints.minutes) filter (where recent.holds) as minutes,
    count(*) filter (where recent.holds and csm_touchpoints.is_high_impact) as high_impact
  from csm_touchpoints
  cross join lateral (select csm_touchpoints.happened_at >= (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 89)) as holds) as recent
  where csm_touchpoints.happened_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
  group by csm_touchpoints.account_id),
tasked as (
  select
    account_id,
    count(*) as tasks,
    count(*) filter (where due_on < {{ customer360.as_of() }}) as delayed
  from csm_tasks
  where (created_on <= {{ customer360.as_of() }}) is not false and (done_on <= {{ customer360.as_of() }}) is not true
  group by account_id),
requested as (
  select
    product_request_accounts.account_id,
    count(*) as requests,
    count(*) filter (where product_request_accounts.importance = 'blocker') as blockers
  from product_request_accounts
  join product_requests on product_requests.request_id = product_request_accounts.request_id
  where product_request_accounts.asked_on <= {{ customer360.as_of() }} and (product_requests.shipped_on <= {{ customer360.as_of() }}) is not true
  group by product_request_accounts.account_id)
select
  accounts.account_id,
  touched.last_on as last_contact_on,
  {{ customer360.as_of() }} - touched.last_on as days_since_contact,
  case when source_tables.csm_touchpoints_account_id then coalesce(touched.touchpoints, 0) end as touchpoints_90d,
  case when source_tables.csm_touchpoints_account_id and source_tables.csm_touchpoints_minutes
    then coalesce(touched.minutes, 0) end as minutes_90d,
  case when source_tables.csm_touchpoints_account_id and source_tables.csm_touchpoints_is_high_impact
    then coalesce(touched.high_impact, 0) end as high_impact_touchpoints_90d,
  touched.last_review_on,
  case when source_tables.csm_tasks_account_id then coalesce(tasked.tasks, 0) end as tasks_open,
  case when source_tables.csm_tasks_account_id and source_tables.csm_tasks_due_on
    then coalesce(tasked.delayed, 0) end as tasks_delayed,
  case when asked.is_known then coalesce(requested.requests, 0) end as requests_open,
  case when asked.is_known and source_tables.product_request_accounts_importance
    then coalesce(requested.blockers, 0) end as blocking_requests
from accounts
cross join source_tables
cross join lateral (
  select source_tables.product_request_accounts and source_tables.product_requests as is_known) as asked
left join touched on touched.account_id = accounts.account_id
left join tasked on tasked.account_id = accounts.account_id
left join requested on requested.account_id = accounts.account_id
