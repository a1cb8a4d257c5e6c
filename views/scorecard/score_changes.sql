-- Why scores changed between the last two days recorded in metric_history up to as_of(): one row per customer, rubric
-- and metric with an effect, largest first. The effects of a customer and rubric add up to the change of its score;
-- each day counts by the rubric in force on it.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- arr: annual recurring revenue on as_of()
-- rubric: name of the rubric
-- from_day: the earlier day
-- to_day: the later day
-- metric: key of the metric, or (cap)
-- value_before: its value on the earlier day; NULL = not known
-- value_after: its value on the later day
-- contribution_before: what it added to the earlier score; NULL = not in the rubric then
-- contribution_after: what it added to the later score
-- behaviour_effect: by how much the score changed because the metric's own value did, or got too old
-- indirect_effect: by how much because other values did: weights move when another metric comes or goes, and gates and
--   segments go by other metrics
-- rubric_effect: by how much because the rubric did
with days as (
  select
    max(day) as to_day,
    (select max(day) from metric_history as earlier where earlier.day < max(metric_history.day)) as from_day
  from metric_history
  where day <= as_of()),
documents as (
  select
    name,
    valid,
    rubric as document
  from score_rubrics
  union all
  select
    name,
    daterange(null, null),
    rubric
  from shipped_rubrics()
  where not exists (select from score_rubrics))
select
  later.account_id,
  csm_accounts.account,
  team_members.name as csm,
  csm_accounts.arr,
  new.name as rubric,
  days.from_day,
  days.to_day,
  change.key as metric,
  earlier.metrics ->> change.key as value_before,
  later.metrics ->> change.key as value_after,
  change.old_contribution as contribution_before,
  change.new_contribution as contribution_after,
  change.behaviour_effect,
  change.indirect_effect,
  change.rubric_effect
from days
join metric_history as later on later.day = days.to_day
join metric_history as earlier on earlier.day = days.from_day and earlier.account_id = later.account_id
join documents as new on new.valid @> days.to_day
join documents as old on old.name = new.name and old.valid @> days.from_day
join csm_accounts on csm_accounts.account_id = later.account_id
left join team_members on team_members.member_id = csm_accounts.member_id
-- As in rubrics.
cross join lateral (
  select '{"unreadable": "missing"}'::jsonb || old.document as old,
    '{"unreadable": "missing"}'::jsonb || new.document as new) as lenient
cross join lateral score_change(lenient.old, earlier.metrics, lenient.new, later.metrics, days.from_day,
  days.to_day) as change
where (earlier.metrics ->> 'is_charged')::boolean and (later.metrics ->> 'is_charged')::boolean
  and (change.behaviour_effect, change.indirect_effect, change.rubric_effect) <> (0, 0, 0)
order by
  abs(change.behaviour_effect + change.indirect_effect + change.rubric_effect) desc,
  later.account_id,
  new.name,
  change.key
