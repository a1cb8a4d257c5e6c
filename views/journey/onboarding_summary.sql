-- Onboarding by quarter: who came in, who went live, who is still on the way, and how long it takes until the first
-- value. One row per quarter and segment, from the first signature to as_of(); the running quarter shows what has
-- happened so far. Times are those of the onboardings signed in the quarter, as known on as_of().
--
-- quarter: first day of the quarter
-- is_finished: as_of() has reached its last day
-- segment: company size; all = all segments
-- signed: onboardings signed in the quarter
-- invalid: those whose go-live precedes the signature: errors in the source, excluded from all other figures about
--   go-live
-- went_live: onboardings that went live in the quarter, whenever they were signed
-- went_live_in_time: those that took at most 90 days
-- in_time_rate: in time ÷ went live, onboardings per onboarding; NULL = none went live
-- left_before_live: customers who left in the quarter without ever being live
-- open_at_end: neither live nor left at the end of the quarter, or on as_of(): those open at its start + signed -
--   invalid - went_live - left_before_live
-- overdue_at_end: those older than 90 days
-- median_days_to_go_live: of the onboardings signed in the quarter, by Kaplan-Meier: those not live count for as long
--   as they were observed; NULL = fewer than half are known to have got there
-- with_value: of the onboardings signed in the quarter, those that reached their first value
-- share_without_value: those that have not ÷ signed, onboardings per onboarding: how many the mean says nothing about
-- median_days_to_value: time to value by Kaplan-Meier, until as_of() or the day the customer left; NULL = fewer than
--   half are known to have got there
-- value_within_90_days: share with a first value within 90 days of the signature, by Kaplan-Meier; NULL = the quarter
--   ended less than 90 days before as_of(), or nobody was observed for that long
-- biased_mean_days_to_value: mean over only those who got there, as it is often reported: too short, because it leaves
--   out everyone still waiting
with grouped as (
  select g.segment, o.signed_on, o.live_on, o.left_on, o.status, o.first_value_on, o.days_to_go_live, o.days_to_value,
    date_trunc('quarter', o.signed_on::timestamp)::date as quarter,
    case o.status when 'left' then o.left_on else o.live_on end as ended_on,
    least(o.left_on, as_of()) - o.signed_on as days_observed
  from onboarding o cross join lateral (values (o.segment), ('all')) as g (segment)),
quarters as (
  select q::date as quarter, q + interval '3 months' - interval '1 day' <= as_of() as is_finished,
    least((q + interval '3 months')::date - 1, as_of()) as ends_on
  from (select date_trunc('quarter', min(o.signed_on)::timestamp) as first from onboarding o) as began,
    generate_series(began.first, as_of()::timestamp, interval '3 months') as q),
segments as (select distinct g.segment from grouped g),
flows as (
  select q.quarter, g.segment, count(*) filter (where g.quarter = q.quarter) as signed,
    count(*) filter (where g.quarter = q.quarter and g.status = 'invalid') as invalid,
    count(*) filter (where g.status in ('live', 'live_late') and g.ended_on >= q.quarter and g.ended_on <= q.ends_on)
      as went_live,
    count(*) filter (where g.status = 'live' and g.ended_on >= q.quarter and g.ended_on <= q.ends_on) as in_time,
    count(*) filter (where g.status = 'left' and g.ended_on >= q.quarter and g.ended_on <= q.ends_on) as left_early,
    count(*) filter (where (g.ended_on <= q.ends_on) is not true) as open_at_end,
    count(*) filter (where (g.ended_on <= q.ends_on) is not true and q.ends_on - g.signed_on > 90) as overdue_at_end
  from quarters q join grouped g on g.signed_on <= q.ends_on
  group by q.quarter, g.segment),
cohorts as (
  select g.quarter, g.segment, count(*) as signed, count(g.days_to_value) as with_value,
    avg(g.days_to_value) as mean_of_achievers,
    survival(coalesce(g.days_to_go_live, g.days_observed), g.days_to_go_live is not null)
      filter (where g.status <> 'invalid') as live_curve,
    survival(coalesce(g.days_to_value, g.days_observed), g.days_to_value is not null)
      filter (where (g.first_value_on < g.signed_on) is not true) as value_curve
  from grouped g
  group by g.quarter, g.segment)
select q.quarter, q.is_finished, s.segment, coalesce(f.signed, 0) as signed, coalesce(f.invalid, 0) as invalid,
  coalesce(f.went_live, 0) as went_live, coalesce(f.in_time, 0) as went_live_in_time,
  round(f.in_time::numeric / nullif(f.went_live, 0), 4) as in_time_rate,
  coalesce(f.left_early, 0) as left_before_live, coalesce(f.open_at_end, 0) as open_at_end,
  coalesce(f.overdue_at_end, 0) as overdue_at_end,
  survival_median(c.live_curve) as median_days_to_go_live, coalesce(c.with_value, 0) as with_value,
  round((c.signed - c.with_value)::numeric / c.signed, 4) as share_without_value,
  survival_median(c.value_curve) as median_days_to_value,
  case when q.ends_on + 90 <= as_of() then round(1 - survival_at(c.value_curve, 90), 4) end as value_within_90_days,
  round(c.mean_of_achievers, 1) as biased_mean_days_to_value
from quarters q
cross join segments s
left join flows f on f.quarter = q.quarter and f.segment = s.segment
left join cohorts c on c.quarter = q.quarter and c.segment = s.segment
order by q.quarter, s.segment
