-- Made by tools/dbt-package from views/.
{{ config(alias='feature_measures') }}

with entitlements as not materialized (select * from {{ ref('customer360__entitlements') }}),
expected_features as not materialized (select * from {{ ref('customer360__expected_features') }}),
features as not materialized (select * from {{ ref('customer360__features') }}),
product_events as not materialized (select * from {{ ref('customer360__product_events') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
users as not materialized (select * from {{ ref('customer360__users') }}),
used as (
  select
    product_events.account_id,
    product_events.feature_id,
    count(*) filter (where product_events.shared_id is null) as uses_90d,
    count(*) filter (where product_events.shared_id is null and recent.holds) as uses_28d,
    count(distinct product_events.user_id) as users_90d,
    count(distinct product_events.user_id) filter (where recent.holds) as users_28d,
    activity_coefficient(c360_local_day({{ customer360.zone() }}, product_events.occurred_at), {{ customer360.as_of() }}, 4, '7 days')
      filter (where recent.holds) as active_weeks_28d
  from product_events
  cross join lateral (
    select product_events.occurred_at >= (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 27)) as holds) as recent
  where product_events.feature_id is not null
    and product_events.occurred_at >= c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 89)
    and product_events.occurred_at < c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1)
  group by product_events.account_id, product_events.feature_id),
-- An event that was delivered twice is one use. Apart from the others, so that who asks for no users sorts no events.
shared as (
  select
    account_id,
    feature_id,
    count(distinct shared_id) as uses_90d,
    count(distinct shared_id) filter (where occurred_at >= (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 27))) as uses_28d
  from product_events
  where shared_id is not null
    and feature_id is not null
    and occurred_at >= c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 89)
    and occurred_at < c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1)
  group by account_id, feature_id),
-- Distinct at last, so that the rows come sorted, however few of them the planner expects.
eligible as (
  select distinct
    account_id,
    feature_id
  from (
    select
      account_id,
      feature_id
    from entitlements
    where valid @> {{ customer360.as_of() }}
    union all
    select
      product_events.account_id,
      product_events.feature_id
    from product_events
    cross join source_tables
    where not source_tables.entitlements
      and product_events.feature_id is not null
      and product_events.occurred_at >= c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 89)
      and product_events.occurred_at < c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1)) as either),
peopled as (
  select
    account_id,
    role,
    count(*) as users
  from users
  where provisioned_on <= {{ customer360.as_of() }} and (deactivated_on <= {{ customer360.as_of() }}) is not true
  group by account_id, role),
meant as (
  select
    peopled.account_id,
    expected_features.feature_id,
    sum(peopled.users)::bigint as users
  from peopled
  join expected_features on expected_features.role = peopled.role
  group by peopled.account_id, expected_features.feature_id),
known as (
  select
    eligible.account_id,
    features.feature_id,
    features.name as feature,
    features.module,
    features.is_sticky,
    features.released_on,
    case when source_tables.product_events_feature_id then counted.uses_28d end as uses_28d,
    case when source_tables.product_events_feature_id then coalesce(used.users_28d, 0) end as users_28d,
    case when source_tables.product_events_feature_id then coalesce(used.active_weeks_28d, 0) end as active_weeks_28d,
    case when source_tables.product_events_feature_id
      then counted.uses_28d >= coalesce(features.adoption_uses, 1) end as is_adopted,
    case when source_tables.product_events_feature_id then counted.uses_90d end as uses_90d,
    case when source_tables.product_events_feature_id then coalesce(used.users_90d, 0) end as users_90d,
    case when source_tables.users_role and source_tables.expected_features then coalesce(meant.users, 0) end
      as users_meant
  from eligible
  join features on features.feature_id = eligible.feature_id and (features.released_on <= {{ customer360.as_of() }}) is not false
  cross join source_tables
  left join used on used.account_id = eligible.account_id and used.feature_id = eligible.feature_id
  left join shared on shared.account_id = eligible.account_id and shared.feature_id = eligible.feature_id
  cross join lateral (
    select
      coalesce(used.uses_28d, 0) + coalesce(shared.uses_28d, 0) as uses_28d,
      coalesce(used.uses_90d, 0) + coalesce(shared.uses_90d, 0) as uses_90d) as counted
  left join meant on meant.account_id = eligible.account_id and meant.feature_id = eligible.feature_id)
select
  known.account_id,
  known.feature_id,
  known.feature,
  known.module,
  known.is_sticky,
  known.released_on,
  {{ customer360.as_of() }} - known.released_on as days_since_release,
  (known.released_on > {{ customer360.as_of() }} - 90) is true as is_new,
  known.uses_28d,
  known.users_28d,
  known.active_weeks_28d,
  known.is_adopted,
  known.uses_90d,
  known.users_90d,
  known.users_meant,
  known.users_meant > 0 and not known.is_adopted as needs_education
from known
