-- Made by tools/dbt-package from views/.
{{ config(alias='csm_activity') }}

with conversation_targets as not materialized (select * from {{ ref('customer360__conversation_targets') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
csm_tasks as not materialized (select * from {{ ref('customer360__csm_tasks') }}),
csm_touchpoints as not materialized (select * from {{ ref('customer360__csm_touchpoints') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
source_vocabulary as not materialized (select * from {{ ref('customer360__source_vocabulary') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
tiers as (
  with words as (
    select distinct on (known.table_name, known.column_name, known.word)
      known.table_name,
      known.column_name,
      known.word,
      known.meaning
    from (
      select contract.table_name, contract.column_name, c360_word(either.word) as word, contract.meaning, false as is_own
      from c360_contract_words() as contract
      cross join lateral unnest(contract.meaning || contract.words) as either (word)
      union all
      select contract.table_name, contract.column_name, c360_word(own.word), contract.meaning, true
      from source_vocabulary as own
      join c360_contract_words() as contract on c360_word(contract.table_name) = c360_word(own.table_name)
        and c360_word(contract.column_name) = c360_word(own.column_name)
        and c360_word(own.meaning) in (
          select c360_word(either.word) from unnest(contract.meaning || contract.words) as either (word))) as known
    order by known.table_name, known.column_name, known.word, known.is_own desc, known.meaning)
  select
    words.word,
    array_position(array['starter', 'professional', 'enterprise'], words.meaning) as place
  from words
  where words.table_name = 'accounts' and words.column_name = 'tier'), targeted as (
  select
    row_number() over () as number,
    tier,
    kind,
    lower(btrim(topic)) as topic,
    period,
    share
  from conversation_targets
  where period @> {{ customer360.as_of() }}),
-- An activity in each of its groups; of a topic that it names twice once.
grouped as materialized (
  select distinct
    csm_touchpoints.touchpoint_id,
    csm_touchpoints.member_id,
    csm_touchpoints.account_id,
    csm_touchpoints.minutes,
    csm_touchpoints.persons,
    csm_touchpoints.is_high_impact,
    member.grouped_by,
    member.activity
  from csm_touchpoints
  cross join lateral (
    select 'all' as grouped_by, 'all' as activity
    union all
    select 'kind', coalesce(csm_touchpoints.kind, 'other')
    union all
    select 'purpose', coalesce(csm_touchpoints.purpose, 'not said')
    union all
    select 'topic', lower(btrim(topic.name)) from unnest(csm_touchpoints.topics) as topic (name)
    where btrim(topic.name) <> ''
    union all
    select 'topic', 'not said' where cardinality(csm_touchpoints.topics) > 0 is not true) as member
  where csm_touchpoints.happened_at >= (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 89))
    and csm_touchpoints.happened_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))),
held as materialized (
  select
    member_id,
    account_id,
    tier,
    arr,
    tiers.place = 3 as is_premium
  from csm_accounts
  left join tiers on tiers.word = c360_word(csm_accounts.tier)
  where is_charged and member_id is not null),
tasked as (
  select
    member_id,
    count(*) as open,
    count(*) filter (where due_on < {{ customer360.as_of() }}) as delayed
  from csm_tasks
  where (created_on <= {{ customer360.as_of() }}) is not false and (done_on <= {{ customer360.as_of() }}) is not true
  group by member_id),
employed as (
  select member_id, role
  from team_members
  where (hired_on > {{ customer360.as_of() }}) is not true and (left_on <= {{ customer360.as_of() }}) is not true),
members as (
  select member_id from employed where role = 'csm'
  union
  select member_id from held
  union
  select member_id from grouped
  union
  select member_id from tasked),
wanted as (
  select
    number,
    tier,
    kind,
    topic,
    period,
    share,
    case when topic is not null then 'topic' when kind = 'any' then 'all' else 'kind' end as grouped_by,
    case when topic is not null then topic when kind = 'any' then 'all' else kind end as activity
  from targeted),
activities as (
  select 'all' as grouped_by, 'all' as activity
  union
  select 'kind', coalesce(kind, 'other') from csm_touchpoints
  where happened_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
  union
  select grouped_by, activity from grouped
  union
  select grouped_by, activity from wanted),
acted as (
  select
    member_id,
    grouped_by,
    activity,
    count(*) as touchpoints,
    sum(minutes) as minutes,
    sum(persons) as persons
  from grouped
  group by member_id, grouped_by, activity),
contacted as (
  select
    account_id,
    grouped_by,
    activity,
    bool_or(is_high_impact) as is_high_impact
  from grouped
  group by account_id, grouped_by, activity),
customers as (
  select
    member_id,
    count(*) as customers,
    sum(arr) as arr,
    count(*) filter (where is_premium) as premium
  from held
  group by member_id),
covered as (
  select
    held.member_id,
    contacted.grouped_by,
    contacted.activity,
    count(*) as contacted,
    sum(held.arr) as arr,
    count(*) filter (where held.is_premium) as premium,
    count(contacted.is_high_impact) filter (where held.is_premium) as premium_known,
    count(*) filter (where held.is_premium and contacted.is_high_impact) as premium_with_high_impact
  from held
  join contacted on contacted.account_id = held.account_id
  group by held.member_id, contacted.grouped_by, contacted.activity),
spoken as (
  select
    wanted.number,
    csm_touchpoints.account_id
  from wanted
  join csm_touchpoints on wanted.kind in ('any', csm_touchpoints.kind)
    and wanted.period @> c360_local_day({{ customer360.zone() }}, csm_touchpoints.happened_at)
    and csm_touchpoints.happened_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
    and (wanted.topic is null
      or exists (
        select from unnest(csm_touchpoints.topics) as topic (name)
        where lower(btrim(topic.name)) = wanted.topic))
  group by wanted.number, csm_touchpoints.account_id),
aimed as (
  select
    held.member_id,
    wanted.grouped_by,
    wanted.activity,
    ceil(wanted.share * count(*)) as target,
    count(spoken.account_id) as done,
    upper(wanted.period) - 1 as ends_on
  from wanted
  join held on held.tier = wanted.tier
  left join spoken on spoken.number = wanted.number and spoken.account_id = held.account_id
  group by held.member_id, wanted.number, wanted.grouped_by, wanted.activity, wanted.period, wanted.share),
aims as (
  select
    member_id,
    grouped_by,
    activity,
    sum(target)::bigint as target,
    sum(done)::bigint as done,
    sum(greatest(target - done, 0))::bigint as gap,
    max(ends_on) as ends_on
  from aimed
  group by member_id, grouped_by, activity),
counted as (
  select
    members.member_id,
    activities.grouped_by,
    activities.activity,
    case when source_tables.csm_touchpoints then coalesce(acted.touchpoints, 0) end as touchpoints,
    case when source_tables.csm_touchpoints_minutes then coalesce(acted.minutes, 0) end as minutes,
    acted.persons,
    case when source_tables.subscriptions then coalesce(customers.customers, 0) end as customers,
    case when source_tables.subscriptions and ranked.is_known then coalesce(customers.premium, 0) end as premium,
    customers.arr,
    case when contact.is_known then coalesce(covered.contacted, 0) end as contacted,
    case when contact.is_known then coalesce(covered.arr, 0) end as contacted_arr,
    case when contact.is_known and ranked.is_known and source_tables.csm_touchpoints_is_high_impact
      and (covered.premium > 0 and covered.premium_known = 0) is not true
      then coalesce(covered.premium_with_high_impact, 0) end as premium_with_high_impact,
    aims.target,
    aims.ends_on,
    case when aim.is_known then aims.done end as done,
    case when aim.is_known then aims.gap end as gap,
    case when task.is_known then coalesce(tasked.open, 0) end as tasks_open,
    case when task.is_known and source_tables.csm_tasks_due_on then coalesce(tasked.delayed, 0) end as tasks_delayed
  from members
  cross join activities
  cross join source_tables
  cross join (select count(is_premium) > 0 or count(*) = 0 as is_known from held) as ranked
  cross join lateral (
    select source_tables.csm_touchpoints_account_id and source_tables.subscriptions as is_known) as contact
  cross join lateral (
    select source_tables.csm_touchpoints_account_id and source_tables.csm_touchpoints_kind as is_known) as aim
  cross join lateral (select source_tables.csm_tasks and activities.grouped_by = 'all' as is_known) as task
  left join acted on acted.member_id = members.member_id and acted.grouped_by = activities.grouped_by
    and acted.activity = activities.activity
  left join customers on customers.member_id = members.member_id
  left join covered on covered.member_id = members.member_id and covered.grouped_by = activities.grouped_by
    and covered.activity = activities.activity
  left join aims on aims.member_id = members.member_id and aims.grouped_by = activities.grouped_by
    and aims.activity = activities.activity
  left join tasked on tasked.member_id = members.member_id)
select
  counted.member_id,
  team_members.name as csm,
  employed.member_id is not null as is_employed,
  counted.grouped_by,
  counted.activity,
  counted.touchpoints,
  round(counted.touchpoints::numeric / nullif(max(counted.touchpoints) filter (where counted.grouped_by = 'all')
    over (partition by counted.member_id), 0), 4) as touchpoints_share,
  counted.minutes,
  counted.persons,
  counted.customers,
  counted.arr,
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
order by
  counted.member_id,
  counted.grouped_by = 'all' desc,
  counted.grouped_by,
  counted.activity
