-- The months that kpis shows: one row per month of the last 24, that of as_of() included.
--
-- month: first day of the month
-- ends_on: last day of the month, or as_of() if that is earlier
-- is_finished: as_of() has reached its last day
select
  start.day as month,
  least(finish.day, as_of()) as ends_on,
  finish.day <= as_of() as is_finished
from generate_series(0, 23) as month (ago)
cross join lateral (
  select (date_trunc('month', as_of()::timestamp) - make_interval(months => month.ago))::date as day) as start
cross join lateral (select (start.day + interval '1 month')::date - 1 as day) as finish
