-- What each Customer Success Manager did in the 90 days that end on as_of(), and what is left to do: one row per
-- manager and kind of activity, purpose and topic, and one for all together. Managers are those employed on as_of(),
-- and anyone else who was active, is in charge of a customer, or has tasks that are not done, such as a manager who
-- left; those who did nothing are rows with 0. Customers are those charged on as_of() that the manager is in charge of;
-- they count as contacted whoever in the team spoke with them.
--
-- member_id: the Customer Success Manager
-- csm: the manager's name
-- is_employed: employed on as_of()
-- grouped_by: all = all activities; kind, purpose, topic = those of one. An activity has one kind, one purpose, and any
--   number of topics
-- activity: all; or the kind: email, call, meeting, business_review, executive_review, workshop, other; or the purpose:
--   onboarding, success_planning, adoption, health, retention, expansion, not said; or the topic, such as a feature, in
--   lower case; not said
-- touchpoints: the manager's activities, with any account; NULL = the warehouse has no activities
-- touchpoints_share: those ÷ all of the manager's, activities per activity: is the time spent on the right things?
-- minutes: time spent on them
-- persons: persons who took part in them, in each anew; NULL = not known of any
-- customers: customers the manager is in charge of; NULL = the warehouse has no subscriptions
-- arr: their annual recurring revenue
-- contacted: those with such an activity, each counted once
-- coverage: contacted ÷ customers, customers per customer; NULL = no customers
-- coverage_by_arr: their ARR ÷ the ARR of all the manager's customers, money per money
-- premium_customers: the manager's customers of the highest tier, enterprise or what stands for it; NULL = the places
--   of all tiers are unknown
-- premium_with_high_impact: those with such an activity that worked on the customer's goals, each counted once; NULL =
--   of no activity with them it is known
-- premium_high_impact_coverage: those ÷ premium customers, customers per customer; NULL = no premium customers
-- target: with how many customers such conversations are wanted in the period of conversation_targets that contains
--   as_of(): for each tier its share of the customers, rounded up. In a row of a kind the targets of that kind without
--   a topic, in a row of a topic those of that topic, whatever the kind, in the row of all those of any kind without a
--   topic; NULL = no target
-- target_done: customers of these tiers with such a conversation in that period so far; may exceed the target
-- target_gap: conversations still to be held. A surplus in one tier does not fill another tier's gap
-- target_ends_on: last day of the period
-- tasks_open: the manager's tasks not done; in the row of all, NULL in the others
-- tasks_delayed: those past their due day
-- tasks_on_track: the others: due today or later, or on no day
with targeted as (
  select
    row_number() over () as number,
    tier,
    kind,
    lower(btrim(topic)) as topic,
    period,
    share
  from conversation_targets
  where period @> as_of()),
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
  where csm_touchpoints.happened_at >= (select local_midnight(as_of() - 89))
    and csm_touchpoints.happened_at < (select local_midnight(as_of() + 1))),
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
    count(*) filter (where due_on < as_of()) as delayed
  from csm_tasks
  where (created_on <= as_of()) is not false and (done_on <= as_of()) is not true
  group by member_id),
employed as (
  select member_id, role
  from team_members
  where (hired_on > as_of()) is not true and (left_on <= as_of()) is not true),
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
  where happened_at < (select local_midnight(as_of() + 1))
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
    and wanted.period @> local_day(csm_touchpoints.happened_at)
    and csm_touchpoints.happened_at < (select local_midnight(as_of() + 1))
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
