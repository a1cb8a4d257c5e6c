-- A margin of any day of a month is that of the month.
select
  date_trunc('month', given.month::timestamp)::date as month,
  given.segment,
  given.margin,
  given.updated_at
from given
