-- Made by tools/dbt-package from views/.
{{ config(alias='journey') }}

with accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
lifecycle_stages as not materialized (select * from {{ ref('customer360__lifecycle_stages') }}),
entered as (
  select lifecycle_stages.account_id,
    stage_durations(lifecycle_stages.stage, lifecycle_stages.entered_at, (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1)),
      array_position('{onboarding,adoption,value,renewal,at_risk,churned}'::text[], lifecycle_stages.stage)) as stages
  from lifecycle_stages
  where lifecycle_stages.entered_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
  group by lifecycle_stages.account_id),
stayed as (
  select entered.account_id, stay.stage, stay.first_entered, stay.total, stay.visits, stay.is_current,
    extract(epoch from stay.total) as seconds
  from entered
  cross join unnest(entered.stages) as stay)
select
  stayed.account_id,
  accounts.name as account,
  accounts.segment,
  managed.csm,
  managed.arr,
  stayed.stage,
  c360_local_day({{ customer360.zone() }}, stayed.first_entered) as first_entered_on,
  stayed.total,
  round(stayed.seconds / 86400, 1) as days,
  round(stayed.seconds / nullif(sum(stayed.seconds) over (partition by stayed.account_id), 0), 4) as share_of_time,
  stayed.visits,
  stayed.is_current
from stayed
left join accounts on accounts.account_id = stayed.account_id
-- With one row at most: whoever does not ask for the names does not read them.
left join (
  select distinct on (csm_accounts.account_id) csm_accounts.account_id, csm_accounts.csm, csm_accounts.arr
  from csm_accounts
  order by csm_accounts.account_id) as managed on managed.account_id = stayed.account_id
order by stayed.account_id, stayed.first_entered, stayed.stage
