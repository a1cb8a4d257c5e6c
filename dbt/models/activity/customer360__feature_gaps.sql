-- Made by tools/dbt-package from views/.
{{ config(alias='feature_gaps') }}

with entitlements as not materialized (select * from {{ ref('customer360__entitlements') }}),
expected_features as not materialized (select * from {{ ref('customer360__expected_features') }}),
features as not materialized (select * from {{ ref('customer360__features') }}),
product_events as not materialized (select * from {{ ref('customer360__product_events') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
user_activity as not materialized (select * from {{ ref('customer360__user_activity') }}),
users as not materialized (select * from {{ ref('customer360__users') }}),
expected as (
  select
    users.account_id,
    users.user_id,
    users.email,
    users.role,
    features.feature_id,
    features.name as feature,
    features.module,
    users.provisioned_on
  from users
  join expected_features on expected_features.role = users.role
  join features on features.feature_id = expected_features.feature_id and (features.released_on <= {{ customer360.as_of() }}) is not false
  where users.provisioned_on <= {{ customer360.as_of() }} and (users.deactivated_on <= {{ customer360.as_of() }}) is not true
    and exists (
      select from entitlements
      where entitlements.account_id = users.account_id and entitlements.feature_id = features.feature_id
        and entitlements.valid @> {{ customer360.as_of() }})),
used as (
  select distinct
    user_id,
    feature_id
  from product_events
  where feature_id is not null
    and occurred_at >= c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 89) and occurred_at < c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1)),
-- Sorted together rather than joined: under row-level security the planner expects one row on either side, and would
-- compare every row of one with every row of the other.
compared as (
  select
    *,
    bool_or(is_used) over (partition by user_id, feature_id) as was_used
  from (
    select *, false as is_used from expected
    union all
    select null, user_id, null, null, feature_id, null, null, null, true from used) as either)
select
  compared.account_id,
  compared.user_id,
  compared.email,
  compared.role,
  compared.feature_id,
  compared.feature,
  compared.module,
  compared.provisioned_on,
  days_inactive(user_activity.activity, {{ customer360.as_of() }}) as days_inactive
from compared
cross join source_tables
left join user_activity on user_activity.user_id = compared.user_id and user_activity.account_id = compared.account_id
where not compared.was_used and source_tables.product_events
