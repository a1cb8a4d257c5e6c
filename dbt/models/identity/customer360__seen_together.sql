-- Made by tools/dbt-package from views/.
{{ config(alias='seen_together') }}

with identity_limits as not materialized (select * from {{ ref('customer360__identity_limits') }}),
identity_sightings as not materialized (select * from {{ ref('customer360__identity_sightings') }})
select
  identity_agg(
    identity_sightings.a_kind,
    identity_sightings.a,
    identity_sightings.b_kind,
    identity_sightings.b,
    identity_sightings.seen_at,
    identity_limits.limits) as graph
from identity_sightings
cross join identity_limits
