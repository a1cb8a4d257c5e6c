-- One version of a rubric is in force on a day: the one whose validity begins last. A document that is no rubric is
-- none.
select
  given.name,
  given.version,
  c360_days(lower(given.valid), least(coalesce(upper(given.valid), 'infinity'),
    min(lower(given.valid)) over (partition by given.name order by lower(given.valid), given.version
      groups between 1 following and unbounded following))) as valid,
  given.rubric,
  given.updated_at
from given
where given.valid is not null and rubric_is_valid(given.rubric)
