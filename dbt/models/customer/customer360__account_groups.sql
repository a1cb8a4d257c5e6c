-- Made by tools/dbt-package from views/.
{{ config(alias='account_groups') }}

with account_team as not materialized (select * from {{ ref('customer360__account_team') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
contracts as not materialized (select * from {{ ref('customer360__contracts') }}),
kpi_months as not materialized (select * from {{ ref('customer360__kpi_months') }}),
lifecycle_stages as not materialized (select * from {{ ref('customer360__lifecycle_stages') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
periods as (
  select
    kpi_months.month,
    kpi_months.ends_on,
    period.name as period,
    period.begins_after
  from kpi_months
  cross join lateral (
    values
      ('end', kpi_months.ends_on),
      ('month', kpi_months.month - 1),
      ('year', (kpi_months.ends_on + 1 - interval '1 year')::date - 1)) as period (name, begins_after)),
-- A contract is in force from its signature and the start of its term on, until one is that starts later.
tiered as (
  select
    account_id,
    tier,
    from_day,
    coalesce(to_day, 'infinity') as to_day
  from (
    select
      account_id,
      tier,
      greatest(signed_on, lower(term)) as from_day,
      min(greatest(signed_on, lower(term))) over (
        partition by account_id order by lower(term) desc, contract_id
        rows between unbounded preceding and 1 preceding) as to_day
    from contracts) as tiers),
-- Of two managers in charge at once it is the one who began later, as in csm_accounts.
managed as (
  select
    managers.account_id,
    managers.member_id,
    lower(days) as from_day,
    coalesce(upper(days), 'infinity') as to_day
  from (
    select
      account_id,
      member_id,
      datemultirange(valid) - coalesce(
        range_agg(valid) over (
          partition by account_id order by lower(valid) desc, member_id
          rows between unbounded preceding and 1 preceding), '{}') as valid
    from account_team
    where role = 'csm') as managers
  cross join unnest(managers.valid) as days),
-- A stage is that of the day on whose evening the account is in it.
staged as (
  select
    account_id,
    stage,
    entered_on as from_day,
    coalesce(lead(entered_on) over (partition by account_id order by entered_at, array_position(
      '{onboarding,adoption,value,renewal,at_risk,churned}'::text[], stage)), 'infinity') as to_day
  from (
    select account_id, stage, entered_at, c360_local_day({{ customer360.zone() }}, entered_at) as entered_on from lifecycle_stages) as entered),
-- Two managers of one name are two.
named as (
  select
    member_id,
    case when count(*) over (partition by name) = 1 then name
      else format('%s (%s)', coalesce(name, 'no name'), member_id) end as csm
  from team_members
  where role = 'csm'
    or member_id in (select csm_id from accounts)
    or member_id in (select member_id from account_team where role = 'csm')),
known as materialized (
  select *
  from accounts),
placed as (
  select
    periods.month,
    periods.ends_on,
    periods.period,
    periods.begins_after,
    known.account_id,
    known.name,
    known.segment,
    known.tier,
    known.region,
    known.country,
    known.industry,
    known.csm_id,
    case when known.signed_on > periods.begins_after then periods.ends_on else periods.begins_after end as day
  from periods
  cross join known)
select
  placed.month,
  placed.ends_on,
  placed.period,
  placed.begins_after,
  placed.account_id,
  placed.name as account,
  coalesce(placed.segment, 'not known') as segment,
  coalesce(tiered.tier, placed.tier, 'not known') as tier,
  coalesce(placed.region, 'not known') as region,
  coalesce(placed.country, 'not known') as country,
  coalesce(placed.industry, 'not known') as industry,
  coalesce(staged.stage, 'not known') as stage,
  coalesce(named.csm, 'nobody') as csm
from placed
left join tiered on tiered.account_id = placed.account_id
  and placed.day >= tiered.from_day and placed.day < tiered.to_day
left join staged on staged.account_id = placed.account_id
  and placed.day >= staged.from_day and placed.day < staged.to_day
left join managed on managed.account_id = placed.account_id
  and placed.day >= managed.from_day and placed.day < managed.to_day
left join named on named.member_id = coalesce(managed.member_id, placed.csm_id)
