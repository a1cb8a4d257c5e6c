-- Made by tools/dbt-package from views/.
{{ config(alias='user_360') }}

with csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
entitlements as not materialized (select * from {{ ref('customer360__entitlements') }}),
expected_features as not materialized (select * from {{ ref('customer360__expected_features') }}),
features as not materialized (select * from {{ ref('customer360__features') }}),
product_events as not materialized (select * from {{ ref('customer360__product_events') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
user_activity as not materialized (select * from {{ ref('customer360__user_activity') }}),
user_days as not materialized (select * from {{ ref('customer360__user_days') }}),
users as not materialized (select * from {{ ref('customer360__users') }}),
expected as (
  select distinct
    entitlements.account_id,
    expected_features.role,
    features.feature_id,
    features.name as feature
  from expected_features
  join features on features.feature_id = expected_features.feature_id and (features.released_on <= {{ customer360.as_of() }}) is not false
  join entitlements on entitlements.feature_id = features.feature_id and entitlements.valid @> {{ customer360.as_of() }}),
meant as (
  select
    account_id,
    role,
    array_agg(feature_id order by feature, feature_id) as ids,
    array_agg(feature order by feature, feature_id) as names
  from expected
  group by account_id, role),
used as (
  select
    account_id,
    user_id,
    array_agg(distinct feature_id) as ids
  from product_events
  where feature_id is not null
    and occurred_at >= c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 89) and occurred_at < c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1)
  group by account_id, user_id),
timed as (
  select
    account_id,
    user_id,
    sum(minutes) as minutes
  from user_days
  where day between {{ customer360.as_of() }} - 27 and {{ customer360.as_of() }}
  group by account_id, user_id),
measured as (
  select
    users.user_id,
    users.name,
    users.email,
    users.role,
    users.account_id,
    users.provisioned_on,
    (users.deactivated_on <= {{ customer360.as_of() }}) is not true as has_access,
    source_tables.product_events as is_known,
    case when source_tables.product_events
      then activity_coefficient(coalesce(user_activity.activity, '{}'), {{ customer360.as_of() }}, 7, '7 days') end as coefficient,
    days_inactive(user_activity.activity, {{ customer360.as_of() }}) as days_inactive,
    case when source_tables.product_events
      then coalesce(active_days(user_activity.activity, daterange({{ customer360.as_of() }} - 27, {{ customer360.as_of() }} + 1)), 0) end as active_days,
    case when source_tables.product_events then coalesce(timed.minutes, 0) end as minutes,
    case when education.is_known then coalesce(cardinality(meant.ids), 0) end as meant,
    case when education.is_known and source_tables.product_events_feature_id then compared.used end as used,
    case when source_tables.product_events_feature_id then compared.unused end as unused
  from users
  cross join source_tables
  cross join lateral (
    select source_tables.expected_features and source_tables.entitlements and source_tables.features
      and source_tables.users_role as is_known) as education
  left join user_activity on user_activity.user_id = users.user_id and user_activity.account_id = users.account_id
  left join timed on timed.user_id = users.user_id and timed.account_id = users.account_id
  left join meant on meant.account_id = users.account_id and meant.role = users.role
  left join used on used.user_id = users.user_id and used.account_id = users.account_id
  -- An outer join, so that it is left out where nobody asks for its columns.
  left join lateral (
    select
      count(*) filter (where each.id = any (used.ids)) as used,
      array_agg(each.feature) filter (where (each.id = any (used.ids)) is not true) as unused
    from unnest(meant.ids, meant.names) as each (id, feature)) as compared on true
  where users.provisioned_on <= {{ customer360.as_of() }})
select
  measured.user_id,
  measured.name,
  measured.email,
  measured.role,
  measured.account_id,
  csm_accounts.account,
  csm_accounts.csm,
  csm_accounts.arr,
  measured.provisioned_on,
  measured.has_access,
  measured.coefficient,
  case
    when not measured.is_known then null
    when not measured.has_access then 'gone'
    when measured.days_inactive is null then 'never'
    when measured.coefficient = 0 then 'gone'
    when band(measured.coefficient, activity_bands()) = 'at risk' then 'occasional'
    else band(measured.coefficient, activity_bands()) end as band,
  {{ customer360.as_of() }} - measured.days_inactive as last_active_on,
  measured.days_inactive,
  measured.active_days as active_days_28d,
  measured.minutes as minutes_28d,
  case when measured.is_known and measured.has_access then rank() over (
    partition by measured.account_id, measured.has_access
    order by measured.coefficient desc, measured.active_days desc, measured.minutes desc) end as rank_in_account,
  measured.meant as features_meant,
  measured.used as features_used_90d,
  round(measured.used::numeric / nullif(measured.meant, 0), 4) as features_used_share,
  measured.unused as features_unused_90d
from measured
left join csm_accounts on csm_accounts.account_id = measured.account_id
