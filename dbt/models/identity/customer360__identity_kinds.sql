-- Made by tools/dbt-package from views/.
{{ config(alias='identity_kinds') }}

with identifiers as not materialized (select * from {{ ref('customer360__identifiers') }}),
kinds as (
  select
    either.kind,
    sum(pairs.sightings)::bigint as sightings
  from (
    -- There are few of them, and many rows.
    select identifiers.a_kind, identifiers.b_kind, count(*) as sightings
    from identifiers
    where identifiers.seen_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
    group by identifiers.a_kind, identifiers.b_kind) as pairs
  cross join lateral (values (pairs.a_kind), (pairs.b_kind)) as either (kind)
  where either.kind not in ('', 'user_id', 'email')
  group by either.kind
  order by sum(pairs.sightings) desc, either.kind
  limit 253)
select
  kinds.kind,
  kinds.sightings
from kinds
