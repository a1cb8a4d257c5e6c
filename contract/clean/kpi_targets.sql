-- A goal of any day of a month is that of the month.
select
  date_trunc('month', given.month::timestamp)::date as month,
  given.kpi,
  given.grouped_by,
  given.group_name,
  given.target,
  given.updated_at
from given
