-- Made by tools/dbt-package from views/.
{{ config(alias='csm_accounts') }}

with account_status as not materialized (select * from {{ ref('customer360__account_status') }}),
account_team as not materialized (select * from {{ ref('customer360__account_team') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
csm_managed as (
  select distinct on (account_team.account_id)
    account_team.account_id,
    account_team.member_id
  from account_team
  where account_team.valid @> {{ customer360.as_of() }} and account_team.role = 'csm'
  order by account_team.account_id, lower(account_team.valid) desc, account_team.member_id),
tam_managed as (
  select distinct on (account_team.account_id)
    account_team.account_id,
    account_team.member_id
  from account_team
  where account_team.valid @> {{ customer360.as_of() }} and account_team.role = 'tam'
  order by account_team.account_id, lower(account_team.valid) desc, account_team.member_id)
select
  account_status.account_id,
  accounts.name as account,
  account_status.status,
  account_status.is_charged,
  account_status.tier,
  csm.member_id,
  csm_members.name as csm,
  tam_members.name as tam,
  account_status.arr,
  account_status.mrr,
  account_status.seats
-- Outer joins, each with one row at most: whoever does not ask for the names does not read them.
from account_status
left join accounts on accounts.account_id = account_status.account_id
left join csm_managed on csm_managed.account_id = account_status.account_id
left join tam_managed on tam_managed.account_id = account_status.account_id
cross join lateral (select coalesce(csm_managed.member_id, accounts.csm_id) as member_id) as csm
left join team_members as csm_members on csm_members.member_id = csm.member_id
left join team_members as tam_members on tam_members.member_id = coalesce(tam_managed.member_id, accounts.tam_id)
where account_status.status is distinct from 'prospect'
