-- Made by tools/dbt-package from views/.
{{ config(alias='identity_kinds') }}

with source_identifiers as not materialized (select * from {{ ref('customer360__source_identifiers') }}),
kinds as (
  select
    lower(btrim(either.kind)) as kind,
    sum(pairs.sightings)::bigint as sightings
  from (
    -- There are few of them, and many rows.
    select source_identifiers.a_kind, source_identifiers.b_kind, count(*) as sightings
    from source_identifiers
    where source_identifiers.seen_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
    group by source_identifiers.a_kind, source_identifiers.b_kind) as pairs
  cross join lateral (values (pairs.a_kind), (pairs.b_kind)) as either (kind)
  -- What the rules of identifiers leave out is none.
  where lower(btrim(either.kind)) not in ('', 'user_id', 'email')
    and octet_length(either.kind) <= 63 and strpos(either.kind, ':') = 0
  group by lower(btrim(either.kind))
  order by sum(pairs.sightings) desc, lower(btrim(either.kind))
  limit 253)
select
  kinds.kind,
  kinds.sightings
from kinds
