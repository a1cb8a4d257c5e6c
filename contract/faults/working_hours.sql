-- Working hours that cannot be read.
select 'working_hours' as table_name,
  coalesce(source_working_hours.weekday::text, source_working_hours.day::text) as key,
  null as account_id,
  format('has hours that cannot be read, or end before they begin: %s to %s', source_working_hours.opens,
    source_working_hours.closes) as fault,
  'warning' as severity,
  'the team counts as closed' as done,
  'write them as 09:00 and 17:30' as to_do
from source_working_hours
join working_hours on working_hours.weekday is not distinct from source_working_hours.weekday
  and working_hours.day is not distinct from source_working_hours.day
where working_hours.opens is null and num_nonnulls(source_working_hours.opens, source_working_hours.closes) > 0
