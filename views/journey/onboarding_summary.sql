-- Onboarding by quarter: who came in, who went live, who is still on the way, and how long it takes until the first
-- value. One row per quarter and segment, and one for all segments together, from the first signature to as_of(); the
-- running quarter shows what has happened so far. Times are those of the onboardings signed in the quarter, as known on
-- as_of().
--
-- quarter: first day of the quarter
-- is_finished: as_of() has reached its last day
-- grouped_by: segment, or all = all segments together
-- segment: company size; not known = of customers whose size is not known; all = all segments
-- signed: onboardings signed in the quarter
-- invalid: those whose go-live precedes the signature: errors in the source, excluded from all other figures about
--   go-live
-- went_live: onboardings that went live in the quarter, whenever they were signed
-- went_live_in_time: those that took at most as long as agreed, 90 days unless the account has a limit of its own
-- in_time_rate: in time ÷ went live, onboardings per onboarding; NULL = none went live
-- left_before_live: customers who left in the quarter without ever being live
-- open_at_end: neither live nor left at the end of the quarter, or on as_of(): those open at its start + signed -
--   invalid - went_live - left_before_live
-- overdue_at_end: those older than their limit
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
with dated as (
  select onboarding.segment, onboarding.signed_on, onboarding.status, onboarding.first_value_on,
    onboarding.limit_days, onboarding.days_to_go_live, onboarding.days_to_value,
    date_trunc('quarter', onboarding.signed_on::timestamp)::date as quarter,
    case onboarding.status when 'left' then onboarding.left_on else onboarding.live_on end as ended_on,
    least(onboarding.left_on, as_of()) - onboarding.signed_on as days_observed
  from onboarding),
grouped as (
  select member.grouped_by, member.name, dated.signed_on, dated.status, dated.first_value_on, dated.limit_days,
    dated.days_to_go_live, dated.days_to_value, dated.quarter, dated.ended_on, dated.days_observed
  from dated
  cross join lateral (values ('all', 'all'), ('segment', coalesce(dated.segment, 'not known')))
    as member (grouped_by, name)),
quarters as (
  select start.day::date as quarter, (start.day + interval '3 months')::date - 1 <= as_of() as is_finished,
    least((start.day + interval '3 months')::date - 1, as_of()) as ends_on
  from generate_series((select min(dated.quarter) from dated)::timestamp, as_of()::timestamp, interval '3 months')
    as start (day)),
groups as (
  select grouped.grouped_by, grouped.name
  from grouped
  group by grouped.grouped_by, grouped.name),
flows as (
  select quarters.quarter, grouped.grouped_by, grouped.name,
    count(*) filter (where grouped.quarter = quarters.quarter) as signed,
    count(*) filter (where grouped.quarter = quarters.quarter and grouped.status = 'invalid') as invalid,
    count(*) filter (where grouped.status in ('live', 'live_late') and ended.is_within) as went_live,
    count(*) filter (where grouped.status = 'live' and ended.is_within) as in_time,
    count(*) filter (where grouped.status = 'left' and ended.is_within) as left_early,
    count(*) filter (where not ended.is_over) as open_at_end,
    count(*) filter (where not ended.is_over and quarters.ends_on - grouped.signed_on > grouped.limit_days)
      as overdue_at_end
  from quarters
  join grouped on grouped.signed_on <= quarters.ends_on
  cross join lateral (
    select (grouped.ended_on <= quarters.ends_on) is true as is_over,
      (grouped.ended_on between quarters.quarter and quarters.ends_on) is true as is_within) as ended
  group by quarters.quarter, grouped.grouped_by, grouped.name),
cohorts as (
  select grouped.quarter, grouped.grouped_by, grouped.name,
    count(*) as signed,
    count(grouped.days_to_value) as with_value,
    avg(grouped.days_to_value) as mean_of_achievers,
    survival(coalesce(grouped.days_to_go_live, grouped.days_observed), grouped.days_to_go_live is not null)
      filter (where grouped.status <> 'invalid') as live_curve,
    survival(coalesce(grouped.days_to_value, grouped.days_observed), grouped.days_to_value is not null)
      filter (where (grouped.first_value_on < grouped.signed_on) is not true) as value_curve
  from grouped
  group by grouped.quarter, grouped.grouped_by, grouped.name)
select
  quarters.quarter,
  quarters.is_finished,
  groups.grouped_by,
  groups.name as segment,
  coalesce(flows.signed, 0) as signed,
  case when source_tables.onboarding_projects_live_on then coalesce(flows.invalid, 0) end as invalid,
  case when source_tables.onboarding_projects_live_on then coalesce(flows.went_live, 0) end as went_live,
  case when source_tables.onboarding_projects_live_on then coalesce(flows.in_time, 0) end as went_live_in_time,
  round(flows.in_time::numeric / nullif(flows.went_live, 0), 4) as in_time_rate,
  case when source_tables.onboarding_projects_live_on and source_tables.subscriptions
    then coalesce(flows.left_early, 0) end as left_before_live,
  case when source_tables.onboarding_projects_live_on then coalesce(flows.open_at_end, 0) end as open_at_end,
  case when source_tables.onboarding_projects_live_on then coalesce(flows.overdue_at_end, 0) end as overdue_at_end,
  survival_median(cohorts.live_curve) as median_days_to_go_live,
  case when source_tables.onboarding_projects_first_value_on then coalesce(cohorts.with_value, 0) end as with_value,
  case when source_tables.onboarding_projects_first_value_on
    then round((cohorts.signed - cohorts.with_value)::numeric / cohorts.signed, 4) end as share_without_value,
  survival_median(cohorts.value_curve) as median_days_to_value,
  case when source_tables.onboarding_projects_first_value_on and quarters.ends_on + 90 <= as_of()
    then round(1 - survival_at(cohorts.value_curve, 90), 4) end
    as value_within_90_days,
  round(cohorts.mean_of_achievers, 1) as biased_mean_days_to_value
from quarters
cross join groups
cross join source_tables
left join flows on flows.quarter = quarters.quarter and flows.grouped_by = groups.grouped_by
  and flows.name = groups.name
left join cohorts on cohorts.quarter = quarters.quarter and cohorts.grouped_by = groups.grouped_by
  and cohorts.name = groups.name
order by quarters.quarter, groups.grouped_by, groups.name
