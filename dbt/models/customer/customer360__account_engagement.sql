-- Made by tools/dbt-package from views/.
{{ config(alias='account_engagement') }}

with csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
engagement_measures as not materialized (select * from {{ ref('customer360__engagement_measures') }})
select
  csm_accounts.account_id,
  csm_accounts.account,
  csm_accounts.csm,
  csm_accounts.tam,
  engagement_measures.last_contact_on,
  engagement_measures.days_since_contact,
  engagement_measures.touchpoints_90d,
  engagement_measures.minutes_90d,
  engagement_measures.high_impact_touchpoints_90d,
  engagement_measures.last_review_on,
  engagement_measures.tasks_open,
  engagement_measures.tasks_delayed,
  engagement_measures.requests_open,
  engagement_measures.blocking_requests
from csm_accounts
join engagement_measures on engagement_measures.account_id = csm_accounts.account_id
