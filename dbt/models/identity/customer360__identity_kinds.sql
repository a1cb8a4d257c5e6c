-- Made by tools/dbt-package from views/.
{{ config(alias='identity_kinds') }}

with source_identifiers as not materialized (select * from {{ ref('customer360__source_identifiers') }}),
kinds as (
  select
    lower(btrim(either.kind)) as kind,
    count(*) as sightings
  from (
    select source_identifiers.a_kind as kind, source_identifiers.seen_at
    from source_identifiers
    union all
    select source_identifiers.b_kind, source_identifiers.seen_at
    from source_identifiers) as either
  where either.seen_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1)) and lower(btrim(either.kind)) not in ('', 'user_id', 'email')
    -- What the rules of identifiers leave out.
    and octet_length(either.kind) <= 63 and strpos(either.kind, ':') = 0
  group by lower(btrim(either.kind))
  order by count(*) desc, lower(btrim(either.kind))
  limit 253)
select
  kinds.kind,
  kinds.sightings
from kinds
