-- Onboardings, including finished ones: one row per onboarding signed by as_of(), as it stood at the end of that day. A
-- customer who came back has a second one; what belongs to the account (subscriptions, trainings) counts towards the
-- last onboarding signed before it. Rates are unrounded. What is made of a table that the warehouse lacks is NULL.
-- An onboarding is to be watched after 45 days and overdue after 90, unless account_attributes says otherwise of the
-- account: onboarding_watch_days, onboarding_limit_days.
--
-- onboarding_id: the onboarding
-- account_id: the customer
-- account: its name
-- segment: company size
-- tier: product tier of the account on as_of()
-- csm: Customer Success Manager in charge of it on as_of()
-- tam: Technical Account Manager in charge of it on as_of(); NULL = none
-- owner: who leads it; NULL = nobody
-- signed_on: day of the signature
-- planned_live_on: go-live day agreed at the kick-off; NULL = none
-- live_on: go-live day; NULL = not live
-- watch_days: days from the signature after which it is to be watched
-- limit_days: days from the signature in which it should be live
-- status: live, live_late (after more than limit_days), onboarding, watch (watch_days or older), overdue (older than
--   limit_days), left = no longer a customer and never live, invalid = go-live before the signature: an error in the
--   source
-- days_to_go_live: days from the signature to go-live; NULL = not live, or invalid
-- days_open: days since the signature while neither live nor left; NULL = live or left
-- days_behind_plan: days from the planned go-live to the actual one, or to as_of() while it is open; negative = ahead
--   of plan, or still to go
-- first_value_on: day of the first agreed result; NULL = not yet
-- days_to_value: time to value, days from the signature to it; NULL = not yet, or before the signature
-- left_on: first day without a subscription; NULL = still has one, or not yet
-- arr: ARR of its subscriptions charged on as_of(); 0 = none, NULL = their price is not known
-- milestones: steps of its plan
-- milestones_done: done by as_of()
-- milestones_on_time: done on or before the day they were due
-- milestones_overdue: not done, and due before as_of()
-- milestones_on_time_rate: on time ÷ (done + overdue), milestones per milestone: what is not due yet, or has no day on
--   which it is due, does not count; NULL = nothing was due
-- next_milestone: the first step that is not done; NULL = all are
-- next_milestone_due_on: day it is due
-- trainings_held: sessions held by as_of()
-- training_invitations: users invited to them whose attendance is known
-- training_attended: those who came
-- training_attendance_rate: attended ÷ invited, users per user, each counted once per invitation; NULL = nobody was
--   invited
with thresholds as (
  select 45 as watch_days, 90 as limit_days),
-- What the company agreed with an account, if it is a number of days.
agreed as (
  select account_attributes.account_id,
    min(days.number) filter (where account_attributes.name = 'onboarding_watch_days') as watch_days,
    min(days.number) filter (where account_attributes.name = 'onboarding_limit_days') as limit_days
  from account_attributes
  cross join lateral (select try_bigint(account_attributes.value) as number) as days
  where account_attributes.name in ('onboarding_watch_days', 'onboarding_limit_days')
    and days.number between 0 and 3650 and (account_attributes.valid @> as_of()) is not false
  group by account_attributes.account_id),
limited as (
  select accounts.account_id, accounts.name, accounts.segment,
    coalesce(agreed.limit_days, thresholds.limit_days) as limit_days,
    least(coalesce(agreed.watch_days, thresholds.watch_days), coalesce(agreed.limit_days, thresholds.limit_days))
      as watch_days
  from accounts
  cross join thresholds
  left join agreed on agreed.account_id = accounts.account_id),
started as (
  select onboarding_projects.onboarding_id, onboarding_projects.account_id, onboarding_projects.signed_on,
    onboarding_projects.planned_live_on, onboarding_projects.owner_id,
    case when onboarding_projects.live_on <= as_of() then onboarding_projects.live_on end as live_on,
    case when onboarding_projects.first_value_on <= as_of() then onboarding_projects.first_value_on end
      as first_value_on,
    case when row_number() over spells = 1 then date '-infinity' else onboarding_projects.signed_on end as spell_from,
    coalesce(lead(onboarding_projects.signed_on) over spells, date 'infinity') as spell_to
  from onboarding_projects
  where onboarding_projects.signed_on <= as_of()
  window spells as (partition by onboarding_projects.account_id
    order by onboarding_projects.signed_on, onboarding_projects.onboarding_id)),
subscribed as (
  select started.onboarding_id,
    count(*) filter (where subscriptions.charged @> as_of()) as charged_lines,
    arr(sum(subscriptions.mrr) filter (where subscriptions.charged @> as_of())) as arr,
    nullif(max(coalesce(upper(subscriptions.valid), date 'infinity')), date 'infinity') as ends_on
  from started
  join subscriptions on subscriptions.account_id = started.account_id and lower(subscriptions.valid) <= as_of()
    and lower(subscriptions.valid) >= started.spell_from and lower(subscriptions.valid) < started.spell_to
    and coalesce(upper(subscriptions.valid), date 'infinity') > started.signed_on
  group by started.onboarding_id),
planned as (
  select onboarding_milestones.onboarding_id, onboarding_milestones.milestone, onboarding_milestones.position,
    onboarding_milestones.due_on, onboarding_milestones.done_on,
    (onboarding_milestones.done_on <= as_of()) is true as is_done
  from onboarding_milestones),
stepped as (
  select planned.onboarding_id,
    count(*) as milestones,
    count(*) filter (where planned.is_done) as done,
    count(*) filter (where planned.is_done and planned.due_on is not null) as done_of_due,
    count(*) filter (where planned.is_done and planned.done_on <= planned.due_on) as on_time,
    count(*) filter (where not planned.is_done and planned.due_on < as_of()) as overdue
  from planned
  group by planned.onboarding_id),
next_steps as (
  select distinct on (planned.onboarding_id) planned.onboarding_id, planned.milestone, planned.due_on
  from planned
  where not planned.is_done
  order by planned.onboarding_id, planned.due_on, planned.position),
trained as (
  select started.onboarding_id,
    count(distinct trainings.training_id) as sessions,
    count(training_attendance.attended) as invited,
    count(*) filter (where training_attendance.attended) as attended
  from started
  join trainings on trainings.account_id = started.account_id and trainings.held_on <= as_of()
    and trainings.held_on >= started.spell_from and trainings.held_on < started.spell_to
  left join training_attendance on training_attendance.training_id = trainings.training_id
  group by started.onboarding_id),
judged as (
  select started.onboarding_id, started.account_id, started.signed_on, started.planned_live_on, started.owner_id,
    started.live_on, started.first_value_on, limited.name, limited.segment, limited.watch_days, limited.limit_days,
    subscribed.charged_lines, subscribed.arr,
    case when subscribed.ends_on <= as_of() then subscribed.ends_on end as left_on,
    case when not source_tables.onboarding_projects_live_on then null
      when started.live_on is null and subscribed.ends_on <= as_of() then 'left'
      else onboarding_status(started.signed_on, started.live_on, as_of(), limited.watch_days, limited.limit_days)
    end as status
  from started
  cross join source_tables
  join limited on limited.account_id = started.account_id
  left join subscribed on subscribed.onboarding_id = started.onboarding_id)
select
  judged.onboarding_id,
  judged.account_id,
  judged.name as account,
  judged.segment,
  managed.tier,
  managed.csm,
  managed.tam,
  team_members.name as owner,
  judged.signed_on,
  judged.planned_live_on,
  judged.live_on,
  judged.watch_days,
  judged.limit_days,
  judged.status,
  case when judged.status in ('live', 'live_late') then judged.live_on - judged.signed_on end as days_to_go_live,
  case when judged.status in ('onboarding', 'watch', 'overdue') then as_of() - judged.signed_on end as days_open,
  case when judged.status not in ('left', 'invalid')
    then coalesce(judged.live_on, as_of()) - judged.planned_live_on end as days_behind_plan,
  judged.first_value_on,
  case when judged.first_value_on >= judged.signed_on then judged.first_value_on - judged.signed_on end
    as days_to_value,
  judged.left_on,
  -- A discount that outlives its plan leaves nothing to charge.
  case when judged.charged_lines > 0 and (judged.arr < 0) is not true then judged.arr
    when source_tables.subscriptions then 0 end as arr,
  case when source_tables.onboarding_milestones then coalesce(stepped.milestones, 0) end as milestones,
  case when source_tables.onboarding_milestones_done_on then coalesce(stepped.done, 0) end as milestones_done,
  case when milestone.is_known then coalesce(stepped.on_time, 0) end as milestones_on_time,
  case when milestone.is_known then coalesce(stepped.overdue, 0) end as milestones_overdue,
  case when milestone.is_known then stepped.on_time::numeric / nullif(stepped.done_of_due + stepped.overdue, 0) end
    as milestones_on_time_rate,
  next_steps.milestone as next_milestone,
  next_steps.due_on as next_milestone_due_on,
  case when source_tables.trainings then coalesce(trained.sessions, 0) end as trainings_held,
  case when training.is_known then coalesce(trained.invited, 0) end as training_invitations,
  case when training.is_known then coalesce(trained.attended, 0) end as training_attended,
  trained.attended::numeric / nullif(trained.invited, 0) as training_attendance_rate
from judged
cross join source_tables
cross join lateral (
  select source_tables.onboarding_milestones_done_on and source_tables.onboarding_milestones_due_on as is_known)
  as milestone
cross join lateral (
  select source_tables.trainings and source_tables.training_attendance_attended as is_known) as training
-- With one row at most: whoever does not ask for the names does not read them.
left join (
  select distinct on (csm_accounts.account_id) csm_accounts.account_id, csm_accounts.tier, csm_accounts.csm,
    csm_accounts.tam
  from csm_accounts
  order by csm_accounts.account_id) as managed on managed.account_id = judged.account_id
left join team_members on team_members.member_id = judged.owner_id
left join stepped on stepped.onboarding_id = judged.onboarding_id
left join next_steps on next_steps.onboarding_id = judged.onboarding_id
left join trained on trained.onboarding_id = judged.onboarding_id
order by judged.signed_on, judged.onboarding_id
