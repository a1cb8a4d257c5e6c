-- The playbook in force on as_of(): one row. That of playbook_rules, or the shipped one where that has no row; no row
-- where it has none for this day.
--
-- version: name of the version
-- is_shipped: it came with the pack: playbook_rules has no row
-- document: the rules, for playbook_actions()
with own as (
  -- Should two versions of the playbook be valid at once, the later one counts.
  select
    version,
    rules
  from playbook_rules
  where valid @> as_of()
  order by lower(valid) desc nulls last, version desc
  limit 1)
select
  version,
  false as is_shipped,
  rules as document
from own
union all
select
  'shipped-1',
  true,
  shipped_playbook()
where not exists (select from playbook_rules)
