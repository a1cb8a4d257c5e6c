-- Made by tools/dbt-package from views/.
{{ config(alias='account_contacts') }}

with contact_measures as not materialized (select * from {{ ref('customer360__contact_measures') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }})
select
  csm_accounts.account_id,
  csm_accounts.account,
  csm_accounts.csm,
  csm_accounts.arr,
  contact_measures.contacts,
  contact_measures.sponsors,
  contact_measures.champions,
  contact_measures.decision_makers,
  contact_measures.has_champion,
  contact_measures.champions_inactive,
  contact_measures.champion_left,
  contact_measures.champion_left_on,
  contact_measures.champion_left_name,
  contact_measures.people_spoken_90d,
  contact_measures.is_single_threaded,
  contact_measures.power_users,
  contact_measures.promoters,
  contact_measures.champions_to_be,
  contact_measures.next_champion
from csm_accounts
join contact_measures on contact_measures.account_id = csm_accounts.account_id
