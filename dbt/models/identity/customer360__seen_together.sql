-- Made by tools/dbt-package from views/.
{{ config(alias='seen_together') }}

with identifiers as not materialized (select * from {{ ref('customer360__identifiers') }}),
users as not materialized (select * from {{ ref('customer360__users') }}),
pairs as (
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
    'user_id',
    users.user_id::text,
    'email',
    users.email,
    c360_local_midnight({{ customer360.zone() }}, users.provisioned_on)
  from users
  where users.provisioned_on <= {{ customer360.as_of() }}),
limits as (
  -- One user is one person. A mailbox or device with more than a dozen others behind it belongs to nobody.
  select jsonb '{"most_per_entity": {"user_id": 1}, "most_links": {"email": 12, "device_id": 12, "anonymous_id": 12}}'
    as document)
select
  identity_agg(pairs.a_kind, pairs.a, pairs.b_kind, pairs.b, pairs.seen_at, limits.document) as graph
from pairs
cross join limits
