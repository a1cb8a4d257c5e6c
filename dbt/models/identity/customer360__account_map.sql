-- Made by tools/dbt-package from views/.
{{ config(alias='account_map') }}

with account_aliases as not materialized (select * from {{ ref('customer360__account_aliases') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }})
select
  account_aliases.system,
  account_aliases.external_id,
  account_aliases.account_id,
  accounts.name as account,
  team_members.name as csm,
  csm_accounts.arr,
  coalesce(account_aliases.evidence, case account_aliases.system when 'accounts' then 'merged' else 'given' end)
    as evidence
from account_aliases
join accounts on accounts.account_id = account_aliases.account_id
left join csm_accounts on csm_accounts.account_id = account_aliases.account_id
left join team_members on team_members.member_id = csm_accounts.member_id
