-- Hours of the schedule that was made first, which Zendesk applies where no other is asked for: one row per weekday and
-- span, and one per holiday. The contract has one schedule, in the zone of the pack: build in the zone of the schedule.
with first_made as (
  select schedule.id
  from schedule
  where schedule._fivetran_deleted is not true
  group by schedule.id
  order by min(schedule.created_at) nulls last, schedule.id
  limit 1),
spans as (
  select day.number as day, greatest(schedule.start_time - day.number * 1440, 0) as opens,
    least(schedule.end_time - day.number * 1440, 1440) as closes
  from schedule
  join first_made on first_made.id = schedule.id
  join generate_series(0, 6) as day (number)
    on schedule.start_time < (day.number + 1) * 1440 and schedule.end_time > day.number * 1440
  where schedule._fivetran_deleted is not true)
select
  case spans.day when 0 then 7 else spans.day end::bigint as weekday,
  null::date as day,
  lpad((spans.opens / 60)::text, 2, '0') || ':' || lpad((spans.opens % 60)::text, 2, '0') as opens,
  lpad((spans.closes / 60)::text, 2, '0') || ':' || lpad((spans.closes % 60)::text, 2, '0') as closes
from spans
union all
select
  null,
  holiday.day::date,
  null,
  null
from schedule_holiday
join first_made on first_made.id = schedule_holiday.schedule_id
cross join lateral generate_series(schedule_holiday.start_date::timestamp,
  coalesce(schedule_holiday.end_date, schedule_holiday.start_date)::timestamp, interval '1 day') as holiday (day)
where schedule_holiday._fivetran_deleted is not true
