-- Made by tools/dbt-package from views/.
{{ config(alias='csm_accounts') }}

with account_status as not materialized (select * from {{ ref('customer360__account_status') }}),
account_team as not materialized (select * from {{ ref('customer360__account_team') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
managed as (
  select distinct on (account_team.account_id, account_team.role)
    account_team.account_id,
    account_team.role,
    account_team.member_id
  from account_team
  where account_team.valid @> {{ customer360.as_of() }}
  order by account_team.account_id, account_team.role, lower(account_team.valid) desc, account_team.member_id)
select
  account_status.account_id,
  accounts.name as account,
  account_status.status,
  account_status.is_charged,
  account_status.tier,
  csm.member_id,
  csm_members.name as csm,
  tam_members.name as tam,
  account_status.arr
from account_status
join accounts on accounts.account_id = account_status.account_id
left join managed as csm_managed on csm_managed.account_id = account_status.account_id and csm_managed.role = 'csm'
left join managed as tam_managed on tam_managed.account_id = account_status.account_id and tam_managed.role = 'tam'
cross join lateral (select coalesce(csm_managed.member_id, accounts.csm_id) as member_id) as csm
left join team_members as csm_members on csm_members.member_id = csm.member_id
left join team_members as tam_members on tam_members.member_id = coalesce(tam_managed.member_id, accounts.tam_id)
where account_status.status is distinct from 'prospect'
