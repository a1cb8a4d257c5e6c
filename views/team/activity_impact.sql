-- What came after trainings, touchpoints and plays: one row per training, kind of touchpoint and task done, and one for
-- all of each, of the twelve months of 30 days that end 90 days before as_of(). A case is a customer and month with at
-- least one such activity; its usage and score 90 days before that month stand beside those 90 days after it, and both
-- beside similar customers: of the same segment and the same band of the activity coefficient when the month began, who
-- had no such activity in that month nor in the 90 days on either side. Who was charged 90 days before the month
-- counts, whether it stayed or left. This is association, not proof: who is invited may differ in more than that.
--
-- grouped_by: training, touchpoint, or play = a task of a Customer Success Manager that was done
-- activity: title of the training, kind of the touchpoint, title of the task; all = all of these together
-- customers: customers with such an activity and similar ones to compare with
-- cases: their months
-- similar_cases: months of the similar customers
-- usage_before: events per week of such a customer in the 90 days before, mean of the cases; NULL = not known
-- usage_after: the same in the 90 days after
-- usage_change: after ÷ before - 1, events per event, over all cases together
-- similar_usage_change: the same of the similar customers, each group of them counted as much as the cases it stands
--   beside
-- usage_difference: usage_change - similar_usage_change
-- score_cases: cases whose score was recorded on either side, as was that of similar customers; NULL = none recorded
-- score_before: product adoption score at the end of the 90 days before the month began, mean of these cases; NULL =
--   too few records
-- score_after: the same 90 days after the month ended
-- score_change: after - before
-- similar_score_change: the same of the similar customers
-- score_difference: score_change - similar_score_change
with blocks as (
  -- Number 0 ends on as_of(). A case is of the numbers 3 to 14.
  select
    number,
    as_of() - 30 * number as ends_on
  from generate_series(0, 18) as number),
acted as (
  select
    'training' as grouped_by,
    title as activity,
    account_id,
    held_on as day
  from trainings
  where held_on <= as_of()
  union all
  select
    'touchpoint',
    coalesce(kind, 'other'),
    account_id,
    local_day(happened_at)
  from csm_touchpoints
  where account_id is not null and happened_at < (select local_midnight(as_of() + 1))
  union all
  select
    'play',
    title,
    account_id,
    done_on
  from csm_tasks
  where account_id is not null and done_on <= as_of()),
-- An activity is in the month in which it was, and stands in the way of a comparison three months on either side.
exposed as (
  select
    acted.grouped_by,
    member.activity,
    acted.account_id,
    near.number,
    bool_or(near.number = (as_of() - acted.day) / 30) as is_case
  from acted
  cross join lateral (
    select coalesce(acted.activity, 'not said') as activity
    union all
    select 'all') as member
  cross join lateral generate_series((as_of() - acted.day) / 30 - 3, (as_of() - acted.day) / 30 + 3) as near (number)
  where near.number between 3 and 14
  group by acted.grouped_by, member.activity, acted.account_id, near.number),
charged as (
  select
    subscriptions.account_id,
    blocks.number
  from blocks
  join subscriptions on subscriptions.charged @> blocks.ends_on
  where blocks.number >= 7
  group by subscriptions.account_id, blocks.number
  having sum(subscriptions.mrr) > 0 or bool_or(subscriptions.mrr is null)),
histories as (
  select
    account_id,
    activity_agg(activity) as activity
  from user_activity
  group by account_id),
used as (
  select
    account_id,
    (as_of() - day) / 30 as number,
    sum(events) as events
  from activity_daily
  where day > as_of() - 30 * 18 and day <= as_of()
  group by account_id, (as_of() - day) / 30),
scored as (
  select
    account_id,
    (as_of() - day) / 30 as number,
    (array_agg(score order by day desc))[1] as score
  from score_history
  where rubric = 'product_adoption' and day <= as_of()
  group by account_id, (as_of() - day) / 30),
-- Every customer in every month, what it did in the months before and after, and its scores at their ends.
stated as (
  select
    accounts.account_id,
    coalesce(accounts.segment, 'not known') as segment,
    blocks.number,
    blocks.ends_on,
    sum(coalesce(used.events, 0)) over (months rows between 3 preceding and 1 preceding) as events_before,
    sum(coalesce(used.events, 0)) over (months rows between 1 following and 3 following) as events_after,
    lag(scored.score, 1) over months as score_before,
    lead(scored.score, 3) over months as score_after,
    lag(charged.number, 4) over months is not null as was_charged
  from accounts
  cross join blocks
  left join used on used.account_id = accounts.account_id and used.number = blocks.number
  left join scored on scored.account_id = accounts.account_id and scored.number = blocks.number
  left join charged on charged.account_id = accounts.account_id and charged.number = blocks.number
  window months as (partition by accounts.account_id order by blocks.number desc)),
measured as materialized (
  select
    stated.account_id,
    stated.segment,
    stated.number,
    band(activity_coefficient(coalesce(histories.activity, '{}'), stated.ends_on - 30, 7, '7 days'), activity_bands())
      as band,
    stated.events_before,
    stated.events_after,
    case when stated.score_before is not null and stated.score_after is not null then stated.score_before end
      as score_before,
    case when stated.score_before is not null and stated.score_after is not null then stated.score_after end
      as score_after
  from stated
  left join histories on histories.account_id = stated.account_id
  where stated.was_charged and stated.number between 3 and 14),
grouped as (
  select
    number,
    segment,
    band,
    count(*) as months,
    sum(events_before) as events_before,
    sum(events_after) as events_after,
    count(score_before) as scores,
    sum(score_after - score_before) as score_change
  from measured
  group by number, segment, band),
taken as (
  select
    exposed.grouped_by,
    exposed.activity,
    measured.number,
    measured.segment,
    measured.band,
    array_agg(measured.account_id) filter (where exposed.is_case) as accounts,
    count(*) as months,
    sum(measured.events_before) as events_before,
    sum(measured.events_after) as events_after,
    count(measured.score_before) as scores,
    sum(measured.score_after - measured.score_before) as score_change,
    count(*) filter (where exposed.is_case) as cases,
    sum(measured.events_before) filter (where exposed.is_case) as case_before,
    sum(measured.events_after) filter (where exposed.is_case) as case_after,
    count(measured.score_before) filter (where exposed.is_case) as case_scores,
    sum(measured.score_before) filter (where exposed.is_case) as case_score_before,
    sum(measured.score_after) filter (where exposed.is_case) as case_score_after
  from exposed
  join measured on measured.account_id = exposed.account_id and measured.number = exposed.number
  group by exposed.grouped_by, exposed.activity, measured.number, measured.segment, measured.band),
-- The similar customers of a group are all but those in whose way the activity stands.
compared as (
  select
    taken.grouped_by,
    taken.activity,
    taken.accounts,
    taken.cases,
    taken.case_before as events_before,
    taken.case_after as events_after,
    grouped.months - taken.months as similar_cases,
    grouped.events_before - taken.events_before as similar_before,
    grouped.events_after - taken.events_after as similar_after,
    taken.case_scores as score_cases,
    taken.case_score_before as score_before,
    taken.case_score_after as score_after,
    (grouped.score_change - coalesce(taken.score_change, 0)) / nullif(grouped.scores - taken.scores, 0)
      as similar_score_change
  from taken
  join grouped on grouped.number = taken.number and grouped.segment = taken.segment and grouped.band = taken.band
  where taken.cases > 0 and grouped.months > taken.months),
summed as (
  select
    grouped_by,
    activity,
    sum(cases)::bigint as cases,
    sum(similar_cases)::bigint as similar_cases,
    sum(events_before) as events_before,
    sum(events_after) as events_after,
    sum(events_before) filter (where similar_before > 0) as comparable_before,
    sum(events_before * (similar_after / similar_before - 1)) filter (where similar_before > 0) as similar_gain,
    sum(score_cases) filter (where similar_score_change is not null)::bigint as score_cases,
    sum(score_before) filter (where similar_score_change is not null) as score_before,
    sum(score_after) filter (where similar_score_change is not null) as score_after,
    sum(score_cases * similar_score_change) as similar_score_gain
  from compared
  group by grouped_by, activity),
peopled as (
  select
    compared.grouped_by,
    compared.activity,
    count(distinct each.account_id) as customers
  from compared
  cross join unnest(compared.accounts) as each (account_id)
  group by compared.grouped_by, compared.activity)
select
  summed.grouped_by,
  summed.activity,
  peopled.customers,
  summed.cases,
  summed.similar_cases,
  round(known.events_before * 7 / (90 * summed.cases), 2) as usage_before,
  round(known.events_after * 7 / (90 * summed.cases), 2) as usage_after,
  round(change.usage, 4) as usage_change,
  round(change.similar_usage, 4) as similar_usage_change,
  round(change.usage - change.similar_usage, 4) as usage_difference,
  nullif(summed.score_cases, 0) as score_cases,
  round(summed.score_before / nullif(summed.score_cases, 0), 2) as score_before,
  round(summed.score_after / nullif(summed.score_cases, 0), 2) as score_after,
  round(change.score, 2) as score_change,
  round(change.similar_score, 2) as similar_score_change,
  round(change.score - change.similar_score, 2) as score_difference
from summed
join peopled on peopled.grouped_by = summed.grouped_by and peopled.activity = summed.activity
cross join source_tables
cross join lateral (
  select
    case when source_tables.product_events then summed.events_before end as events_before,
    case when source_tables.product_events then summed.events_after end as events_after) as known
cross join lateral (
  select
    known.events_after / nullif(known.events_before, 0) - 1 as usage,
    case when source_tables.product_events then summed.similar_gain / nullif(summed.comparable_before, 0) end
      as similar_usage,
    (summed.score_after - summed.score_before) / nullif(summed.score_cases, 0) as score,
    summed.similar_score_gain / nullif(summed.score_cases, 0) as similar_score) as change
order by
  summed.grouped_by,
  summed.activity = 'all' desc,
  summed.activity
