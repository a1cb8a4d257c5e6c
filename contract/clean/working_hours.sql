-- Hours as 09:00; those that cannot be read, or end before they begin, count as closed.
select
  given.weekday,
  given.day,
  case when hours.opens < hours.closes then hours.opens end as opens,
  case when hours.opens < hours.closes then hours.closes end as closes,
  given.updated_at
from given
cross join lateral (
  select lpad(substring(btrim(given.opens) from '^(?:[01]?[0-9]|2[0-3]):[0-5][0-9]'), 5, '0') as opens,
    lpad(substring(btrim(given.closes) from '^(?:(?:[01]?[0-9]|2[0-3]):[0-5][0-9]|24:00)'), 5, '0') as closes) as hours
