-- Made by tools/dbt-package from views/.
{{ config(alias='playbook') }}

with playbook_rules as not materialized (select * from {{ ref('customer360__playbook_rules') }}),
own as (
  -- Should two versions of the playbook be valid at once, the later one counts.
  select
    version,
    rules
  from playbook_rules
  where valid @> {{ customer360.as_of() }}
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
