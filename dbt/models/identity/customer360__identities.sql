-- Made by tools/dbt-package from views/.
{{ config(alias='identities') }}

with seen_together as not materialized (select * from {{ ref('customer360__seen_together') }})
select
  found.kind,
  found.identifier,
  found.entity as person,
  found.size as identifiers
from seen_together
cross join lateral identities(seen_together.graph) as found
