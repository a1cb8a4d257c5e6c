-- Made by tools/dbt-package from views/.
{{ config(alias='identity_sightings') }}

with identifiers as not materialized (select * from {{ ref('customer360__identifiers') }}),
users as not materialized (select * from {{ ref('customer360__users') }})
select
  identifiers.a_kind,
  identifiers.a,
  identifiers.b_kind,
  identifiers.b,
  identifiers.seen_at
from identifiers
where identifiers.seen_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))
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
