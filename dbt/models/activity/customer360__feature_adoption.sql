-- Made by tools/dbt-package from views/.
{{ config(alias='feature_adoption') }}

with account_features as not materialized (select * from {{ ref('customer360__account_features') }}),
features as not materialized (select * from {{ ref('customer360__features') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
counted as (
  select
    features.feature_id,
    features.name as feature,
    features.module,
    features.is_sticky,
    count(account_features.account_id) as eligible_accounts,
    count(*) filter (where account_features.uses_28d > 0) as using_accounts,
    count(*) filter (where account_features.is_adopted) as adopting_accounts,
    count(*) filter (where account_features.active_weeks_28d = 4) as habitual_accounts,
    coalesce(sum(account_features.users_28d), 0)::bigint as users,
    coalesce(sum(account_features.uses_28d), 0)::bigint as uses
  from features
  left join account_features on account_features.feature_id = features.feature_id
  where (features.released_on <= {{ customer360.as_of() }}) is not false
  group by features.feature_id, features.name, features.module, features.is_sticky)
select
  counted.feature_id,
  counted.feature,
  counted.module,
  counted.is_sticky,
  source.eligible as eligible_accounts,
  case when source.has_uses then counted.using_accounts end as using_accounts,
  case when source.has_uses then counted.adopting_accounts end as adopting_accounts,
  case when source.has_uses then round(counted.adopting_accounts::numeric / nullif(source.eligible, 0), 4) end
    as adoption_rate,
  case when source.has_uses then counted.habitual_accounts end as habitual_accounts,
  case when source.has_uses then round(counted.habitual_accounts::numeric / nullif(source.eligible, 0), 4) end
    as habitual_rate,
  case when source.has_uses then counted.users end as users,
  case when source.has_uses then counted.uses end as uses
from counted
cross join source_tables
cross join lateral (
  select
    source_tables.product_events_feature_id as has_uses,
    case when source_tables.entitlements then counted.eligible_accounts end as eligible) as source
order by adoption_rate desc nulls last, counted.feature_id
