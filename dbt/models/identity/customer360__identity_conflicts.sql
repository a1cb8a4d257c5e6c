-- Made by tools/dbt-package from views/.
{{ config(alias='identity_conflicts') }}

with seen_together as not materialized (select * from {{ ref('customer360__seen_together') }})
select
  conflicts.a_kind,
  conflicts.a,
  conflicts.a_entity as a_person,
  conflicts.b_kind,
  conflicts.b,
  conflicts.b_entity as b_person,
  conflicts.first_seen,
  conflicts.reason,
  conflicts.kind,
  conflicts.most,
  conflicts.found
from seen_together
cross join lateral identity_conflicts(seen_together.graph) as conflicts
