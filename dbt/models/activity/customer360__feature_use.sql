-- Made by tools/dbt-package from views/.
{{ config(alias='feature_use') }}

with entitlements as not materialized (select * from {{ ref('customer360__entitlements') }}),
features as not materialized (select * from {{ ref('customer360__features') }}),
product_events as not materialized (select * from {{ ref('customer360__product_events') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
used as (
  select
    account_id,
    feature_id,
    -- An event that was delivered twice is one use.
    count(*) filter (where event_id is null) + count(distinct event_id) as uses,
    count(distinct user_id) as users,
    activity_coefficient(c360_local_day({{ customer360.zone() }}, occurred_at), {{ customer360.as_of() }}, 4, '7 days') as active_weeks
  from product_events
  where feature_id is not null
    and occurred_at >= c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 27) and occurred_at < c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1)
  group by account_id, feature_id),
eligible as (
  select distinct
    entitlements.account_id,
    entitlements.feature_id,
    features.adoption_uses
  from entitlements
  join features on features.feature_id = entitlements.feature_id
  where entitlements.valid @> {{ customer360.as_of() }} and (features.released_on <= {{ customer360.as_of() }}) is not false)
select
  eligible.account_id,
  eligible.feature_id,
  case when source_tables.product_events then coalesce(used.uses, 0) end as uses,
  case when source_tables.product_events then coalesce(used.users, 0) end as users,
  case when source_tables.product_events then coalesce(used.active_weeks, 0) end as active_weeks,
  case when source_tables.product_events then coalesce(used.uses >= coalesce(eligible.adoption_uses, 1), false) end
    as is_adopted
from eligible
cross join source_tables
left join used on used.account_id = eligible.account_id and used.feature_id = eligible.feature_id
