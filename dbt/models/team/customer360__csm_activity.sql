-- Made by tools/dbt-package from views/.
{{ config(alias='csm_activity') }}

with conversation_targets as not materialized (select * from {{ ref('customer360__conversation_targets') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
csm_tasks as not materialized (select * from {{ ref('customer360__csm_tasks') }}),
csm_touchpoints as not materialized (select * from {{ ref('customer360__csm_touchpoints') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
touched as materialized (
  select csm_touchpoints.member_id, csm_touchpoints.account_id, coalesce(csm_touchpoints.kind, 'other') as kind,
    csm_touchpoints.minutes, csm_touchpoints.is_high_impact
  from csm_touchpoints
  where csm_touchpoints.happened_at >= (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 89))
    and csm_touchpoints.happened_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))),
held as materialized (
  select csm_accounts.member_id, csm_accounts.account_id, csm_accounts.tier, csm_accounts.arr,
    csm_accounts.tier is not distinct from 'enterprise' as is_premium
  from csm_accounts
  where csm_accounts.is_charged and csm_accounts.member_id is not null),
targeted as (
  select conversation_targets.tier, conversation_targets.kind, conversation_targets.period, conversation_targets.share
  from conversation_targets
  where conversation_targets.period @> {{ customer360.as_of() }}),
tasked as (
  select csm_tasks.member_id, count(*) as open, count(*) filter (where csm_tasks.due_on < {{ customer360.as_of() }}) as delayed
  from csm_tasks
  where csm_tasks.created_on <= {{ customer360.as_of() }} and (csm_tasks.done_on <= {{ customer360.as_of() }}) is not true
  group by csm_tasks.member_id),
employed as (
  select team_members.member_id
  from team_members
  where team_members.role = 'csm' and (team_members.hired_on > {{ customer360.as_of() }}) is not true
    and (team_members.left_on <= {{ customer360.as_of() }}) is not true),
members as (
  select employed.member_id from employed
  union
  select held.member_id from held
  union
  select touched.member_id from touched
  union
  select tasked.member_id from tasked),
kinds as (
  select 'all' as kind
  union
  select coalesce(csm_touchpoints.kind, 'other') from csm_touchpoints
  where csm_touchpoints.happened_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
  union
  select targeted.kind from targeted),
acted as (
  select touched.member_id, coalesce(touched.kind, 'all') as kind, count(*) as touchpoints,
    sum(touched.minutes) as minutes
  from touched
  group by grouping sets ((touched.member_id, touched.kind), (touched.member_id))),
contacts as (
  select touched.account_id, contact.kind, bool_or(touched.is_high_impact) as is_high_impact
  from touched
  cross join lateral (values (touched.kind), ('all')) as contact (kind)
  group by touched.account_id, contact.kind),
customers as (
  select held.member_id, count(*) as customers, sum(held.arr) as arr, count(*) filter (where held.is_premium) as premium
  from held
  group by held.member_id),
covered as (
  select held.member_id, contacts.kind, count(*) as contacted, sum(held.arr) as arr,
    count(*) filter (where held.is_premium) as premium,
    count(contacts.is_high_impact) filter (where held.is_premium) as premium_known,
    count(*) filter (where held.is_premium and contacts.is_high_impact) as premium_with_high_impact
  from held
  join contacts on contacts.account_id = held.account_id
  group by held.member_id, contacts.kind),
spoken as (
  select targeted.tier, targeted.kind, csm_touchpoints.account_id
  from targeted
  join csm_touchpoints on csm_touchpoints.kind = targeted.kind
    and targeted.period @> c360_local_day({{ customer360.zone() }}, csm_touchpoints.happened_at)
    and csm_touchpoints.happened_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
  group by targeted.tier, targeted.kind, csm_touchpoints.account_id),
aimed as (
  select held.member_id, targeted.kind, ceil(targeted.share * count(*)) as target, count(spoken.account_id) as done,
    upper(targeted.period) - 1 as ends_on
  from targeted
  join held on held.tier = targeted.tier
  left join spoken on spoken.tier = targeted.tier and spoken.kind = targeted.kind
    and spoken.account_id = held.account_id
  group by held.member_id, targeted.tier, targeted.kind, targeted.period, targeted.share),
aims as (
  select aimed.member_id, aimed.kind, sum(aimed.target)::bigint as target, sum(aimed.done)::bigint as done,
    sum(greatest(aimed.target - aimed.done, 0))::bigint as gap, max(aimed.ends_on) as ends_on
  from aimed
  group by aimed.member_id, aimed.kind),
counted as (
  select members.member_id, kinds.kind,
    case when source_tables.csm_touchpoints then coalesce(acted.touchpoints, 0) end as touchpoints,
    case when source_tables.csm_touchpoints then coalesce(acted.minutes, 0) end as minutes,
    case when source_tables.subscriptions then coalesce(customers.customers, 0) end as customers,
    case when source_tables.subscriptions then coalesce(customers.premium, 0) end as premium,
    customers.arr,
    case when contact.is_known then coalesce(covered.contacted, 0) end as contacted,
    case when contact.is_known then coalesce(covered.arr, 0) end as contacted_arr,
    case when contact.is_known and (covered.premium > 0 and covered.premium_known = 0) is not true
      then coalesce(covered.premium_with_high_impact, 0) end as premium_with_high_impact,
    aims.target, aims.ends_on,
    case when source_tables.csm_touchpoints then aims.done end as done,
    case when source_tables.csm_touchpoints then aims.gap end as gap,
    case when task.is_known then coalesce(tasked.open, 0) end as tasks_open,
    case when task.is_known then coalesce(tasked.delayed, 0) end as tasks_delayed
  from members
  cross join kinds
  cross join source_tables
  cross join lateral (select source_tables.csm_touchpoints and source_tables.subscriptions as is_known) as contact
  cross join lateral (select source_tables.csm_tasks and kinds.kind = 'all' as is_known) as task
  left join acted on acted.member_id = members.member_id and acted.kind = kinds.kind
  left join customers on customers.member_id = members.member_id
  left join covered on covered.member_id = members.member_id and covered.kind = kinds.kind
  left join aims on aims.member_id = members.member_id and aims.kind = kinds.kind
  left join tasked on tasked.member_id = members.member_id)
select
  counted.member_id,
  team_members.name as csm,
  employed.member_id is not null as is_employed,
  counted.kind,
  counted.touchpoints,
  counted.minutes,
  counted.customers,
  counted.contacted,
  round(counted.contacted::numeric / nullif(counted.customers, 0), 4) as coverage,
  round(counted.contacted_arr / nullif(counted.arr, 0), 4) as coverage_by_arr,
  counted.premium as premium_customers,
  counted.premium_with_high_impact,
  round(counted.premium_with_high_impact::numeric / nullif(counted.premium, 0), 4) as premium_high_impact_coverage,
  counted.target,
  counted.done as target_done,
  counted.gap as target_gap,
  counted.ends_on as target_ends_on,
  counted.tasks_open,
  counted.tasks_delayed,
  counted.tasks_open - counted.tasks_delayed as tasks_on_track
from counted
left join employed on employed.member_id = counted.member_id
left join team_members on team_members.member_id = counted.member_id
order by counted.member_id, counted.kind = 'all' desc, counted.kind
