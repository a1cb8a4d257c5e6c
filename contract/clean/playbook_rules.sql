-- One version of the playbook is in force on a day: the one whose validity begins last. A document that is no playbook
-- is none.
select
  given.version,
  c360_days(lower(given.valid), least(coalesce(upper(given.valid), 'infinity'),
    min(lower(given.valid)) over (order by lower(given.valid), given.version
      groups between 1 following and unbounded following))) as valid,
  given.rules,
  given.updated_at
from given
where given.valid is not null and c360_playbook_is_valid(given.rules)
