-- Made by tools/dbt-package from views/.
{{ config(alias='account_features') }}

with csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
feature_measures as not materialized (select * from {{ ref('customer360__feature_measures') }})
select
  feature_measures.account_id,
  csm_accounts.account,
  csm_accounts.csm,
  csm_accounts.arr,
  feature_measures.feature_id,
  feature_measures.feature,
  feature_measures.module,
  feature_measures.is_sticky,
  feature_measures.released_on,
  feature_measures.days_since_release,
  feature_measures.is_new,
  feature_measures.uses_28d,
  feature_measures.users_28d,
  feature_measures.active_weeks_28d,
  feature_measures.is_adopted,
  feature_measures.uses_90d,
  feature_measures.users_90d,
  feature_measures.users_meant,
  feature_measures.needs_education
from feature_measures
join csm_accounts on csm_accounts.account_id = feature_measures.account_id
