-- Made by tools/dbt-package from views/.
{{ config(alias='identity_sightings') }}

with identifiers as not materialized (select * from {{ ref('customer360__identifiers') }}),
identity_kinds as not materialized (select * from {{ ref('customer360__identity_kinds') }}),
users as not materialized (select * from {{ ref('customer360__users') }}),
followed as materialized (
  select identity_kinds.kind
  from identity_kinds
  union all
  values ('user_id'), ('email'))
select
  identifiers.a_kind,
  identifiers.a,
  identifiers.b_kind,
  identifiers.b,
  identifiers.seen_at
from identifiers
where identifiers.seen_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
  and ((select count(*) < 255 from followed)
    or identifiers.a_kind in (select followed.kind from followed)
      and identifiers.b_kind in (select followed.kind from followed))
union all
-- A user's own address is as good as a sighting.
select
  'user_id' as a_kind,
  users.user_id::text as a,
  'email' as b_kind,
  users.email as b,
  c360_local_midnight({{ customer360.zone() }}, users.provisioned_on) as seen_at
from users
where users.provisioned_on <= {{ customer360.as_of() }}
