-- Made by tools/dbt-package from views/.
{{ config(alias='csm_accounts') }}

with account_status as not materialized (select * from {{ ref('customer360__account_status') }}),
account_team as not materialized (select * from {{ ref('customer360__account_team') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
managed as (
  select distinct on (account_team.account_id) account_team.account_id, account_team.member_id
  from account_team
  where account_team.role = 'csm' and account_team.valid @> {{ customer360.as_of() }}
  order by account_team.account_id, lower(account_team.valid) desc, account_team.member_id)
select
  account_status.account_id,
  accounts.name as account,
  account_status.status,
  account_status.is_charged,
  account_status.tier,
  coalesce(managed.member_id, accounts.csm_id) as member_id,
  account_status.arr
from account_status
join accounts on accounts.account_id = account_status.account_id
left join managed on managed.account_id = account_status.account_id
where account_status.status is distinct from 'prospect'
