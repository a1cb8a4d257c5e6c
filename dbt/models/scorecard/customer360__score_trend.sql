-- Made by tools/dbt-package from views/.
{{ config(alias='score_trend') }}

with csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
score_history as not materialized (select * from {{ ref('customer360__score_history') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
records as (
  select distinct on (account_id, rubric, date_trunc('week', day::timestamp))
    account_id,
    rubric,
    date_trunc('week', day::timestamp)::date as week,
    day,
    version,
    score,
    band
  from score_history
  where day <= {{ customer360.as_of() }} and day > {{ customer360.as_of() }} - 53 * 7 and score is not null
  order by account_id, rubric, date_trunc('week', day::timestamp), day desc)
select
  records.account_id,
  csm_accounts.account,
  team_members.name as csm,
  csm_accounts.arr,
  records.rubric,
  records.week,
  records.day,
  records.version,
  records.score,
  records.band,
  records.score - lag(records.score) over (partition by records.account_id, records.rubric order by records.day)
    as change
from records
join csm_accounts on csm_accounts.account_id = records.account_id
left join team_members on team_members.member_id = csm_accounts.member_id
order by records.day desc, records.rubric, records.account_id
