-- Made by tools/dbt-package from views/.
{{ config(alias='account_support') }}

with csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
support_measures as not materialized (select * from {{ ref('customer360__support_measures') }})
select
  csm_accounts.account_id,
  csm_accounts.account,
  csm_accounts.arr,
  support_measures.open_tickets,
  support_measures.open_over_30_days,
  support_measures.oldest_open_days,
  support_measures.tickets_90d,
  support_measures.tickets_90d / paying.thousands as tickets_per_1000_arr,
  support_measures.incidents_90d,
  support_measures.incident_share,
  support_measures.max_burst_7d,
  support_measures.has_burst,
  support_measures.solved_90d,
  support_measures.reopened_90d,
  support_measures.first_contact_resolution_rate,
  support_measures.median_hours_to_first_reply,
  support_measures.median_business_hours_to_first_reply,
  support_measures.median_hours_to_resolution,
  support_measures.median_business_hours_to_resolution,
  support_measures.calls_30d,
  support_measures.call_minutes_30d,
  support_measures.calls_30d / paying.thousands as calls_per_1000_arr,
  support_measures.call_minutes_30d / paying.thousands as minutes_per_1000_arr,
  support_measures.logins_30d,
  support_measures.active_users_30d,
  support_measures.logins_30d / paying.thousands as logins_per_1000_arr,
  support_measures.active_users_30d / paying.thousands as users_per_1000_arr
from csm_accounts
join support_measures on support_measures.account_id = csm_accounts.account_id
cross join lateral (select nullif(csm_accounts.arr, 0) / 1000 as thousands) as paying
order by csm_accounts.account_id
