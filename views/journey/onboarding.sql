-- Onboardings, including finished ones: one row per onboarding signed by as_of(), as it stood at the end of that day. A
-- customer who came back has a second one; what belongs to the account (subscriptions, trainings) counts towards the
-- last onboarding signed before it.
--
-- onboarding_id: the onboarding
-- account_id: the customer
-- account: its name
-- segment: company size
-- owner: who leads it; NULL = nobody
-- signed_on: day of the signature
-- planned_live_on: go-live day agreed at the kick-off; NULL = none
-- live_on: go-live day; NULL = not live
-- status: live, live_late (after more than 90 days), onboarding, watch (45 days or older), overdue (older than 90),
--   left = no longer a customer and never live, invalid = go-live before the signature: an error in the source
-- days_to_go_live: days from the signature to go-live; NULL = not live, or invalid
-- days_open: days since the signature while neither live nor left; NULL = live or left
-- days_behind_plan: days from the planned go-live to the actual one, or to as_of() while it is open; negative = ahead
--   of plan, or still to go
-- first_value_on: day of the first agreed result; NULL = not yet
-- days_to_value: time to value, days from the signature to it; NULL = not yet, or before the signature
-- left_on: first day no longer charged; NULL = still charged, or not yet
-- arr: ARR of its subscriptions valid on as_of(); 0 = none
-- milestones: steps of its plan
-- milestones_done: done by as_of()
-- milestones_on_time: done on or before the day they were due
-- milestones_overdue: not done, and due before as_of()
-- milestones_on_time_rate: on time ÷ (done + overdue), milestones per milestone: what is not due yet does not count;
--   NULL = nothing was due
-- next_milestone: the first step that is not done; NULL = all are
-- next_milestone_due_on: day it is due
-- trainings_held: sessions held by as_of()
-- training_invitations: users invited to them whose attendance is known
-- training_attended: those who came
-- training_attendance_rate: attended ÷ invited, users per user, each counted once per invitation; NULL = nobody was
--   invited
with started as (
  select o.onboarding_id, o.account_id, o.signed_on, o.planned_live_on, o.owner_id,
    case when o.live_on <= as_of() then o.live_on end as live_on,
    case when o.first_value_on <= as_of() then o.first_value_on end as first_value_on,
    case when row_number() over spells = 1 then date '-infinity' else o.signed_on end as spell_from,
    coalesce(lead(o.signed_on) over spells, date 'infinity') as spell_to
  from onboarding_projects o
  where o.signed_on <= as_of()
  window spells as (partition by o.account_id order by o.signed_on, o.onboarding_id)),
charged as (
  select t.onboarding_id, arr(sum(s.mrr) filter (where s.valid @> as_of())) as arr,
    nullif(max(coalesce(upper(s.valid), date 'infinity')), date 'infinity') as ends_on
  from started t
  join subscriptions s on s.account_id = t.account_id and lower(s.valid) <= as_of()
    and lower(s.valid) >= t.spell_from and lower(s.valid) < t.spell_to
    and coalesce(upper(s.valid), date 'infinity') > t.signed_on
  group by t.onboarding_id),
stepped as (
  select m.onboarding_id, count(*) as milestones, count(*) filter (where m.done_on <= as_of()) as done,
    count(*) filter (where m.done_on <= as_of() and m.done_on <= m.due_on) as on_time,
    count(*) filter (where (m.done_on <= as_of()) is not true and m.due_on < as_of()) as overdue
  from onboarding_milestones m
  group by m.onboarding_id),
next_steps as (
  select distinct on (m.onboarding_id) m.onboarding_id, m.milestone, m.due_on
  from onboarding_milestones m
  where (m.done_on <= as_of()) is not true
  order by m.onboarding_id, m.due_on, m.position),
trained as (
  select t.onboarding_id, count(distinct g.training_id) as sessions, count(i.attended) as invited,
    count(*) filter (where i.attended) as attended
  from started t
  join trainings g on g.account_id = t.account_id and g.held_on <= as_of() and g.held_on >= t.spell_from
    and g.held_on < t.spell_to
  left join training_attendance i on i.training_id = g.training_id
  group by t.onboarding_id),
judged as (
  select t.*, c.arr, case when c.ends_on <= as_of() then c.ends_on end as left_on,
    case when t.live_on is null and c.ends_on <= as_of() then 'left'
         else onboarding_status(t.signed_on, t.live_on, as_of(), 45, 90) end as status
  from started t left join charged c on c.onboarding_id = t.onboarding_id)
select j.onboarding_id, j.account_id, a.name as account, a.segment, w.name as owner, j.signed_on, j.planned_live_on,
  j.live_on, j.status,
  case when j.status in ('live', 'live_late') then j.live_on - j.signed_on end as days_to_go_live,
  case when j.status in ('onboarding', 'watch', 'overdue') then as_of() - j.signed_on end as days_open,
  case when j.status not in ('left', 'invalid') then coalesce(j.live_on, as_of()) - j.planned_live_on end
    as days_behind_plan,
  j.first_value_on,
  case when j.first_value_on >= j.signed_on then j.first_value_on - j.signed_on end as days_to_value,
  j.left_on, coalesce(j.arr, 0) as arr,
  coalesce(s.milestones, 0) as milestones, coalesce(s.done, 0) as milestones_done,
  coalesce(s.on_time, 0) as milestones_on_time, coalesce(s.overdue, 0) as milestones_overdue,
  round(s.on_time::numeric / nullif(s.done + s.overdue, 0), 4) as milestones_on_time_rate,
  n.milestone as next_milestone, n.due_on as next_milestone_due_on,
  coalesce(t.sessions, 0) as trainings_held, coalesce(t.invited, 0) as training_invitations,
  coalesce(t.attended, 0) as training_attended,
  round(t.attended::numeric / nullif(t.invited, 0), 4) as training_attendance_rate
from judged j
join accounts a on a.account_id = j.account_id
left join team_members w on w.member_id = j.owner_id
left join stepped s on s.onboarding_id = j.onboarding_id
left join next_steps n on n.onboarding_id = j.onboarding_id
left join trained t on t.onboarding_id = j.onboarding_id
order by j.signed_on, j.onboarding_id
