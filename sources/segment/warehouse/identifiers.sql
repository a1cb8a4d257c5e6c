-- Identifiers of one call, as pairs: one row per pair, at the instant at which it was first seen. user_id with
-- anonymous_id from events of every kind, as servers often identify without an anonymous_id; the address with either
-- from identify.
with pairs as (
  select
    'anonymous_id' as a_kind,
    events.anonymous_id as a,
    'user_id' as b_kind,
    events.user_id as b,
    events.happened_at
  from events
  union all
  select
    'anonymous_id',
    identifications.anonymous_id,
    'user_id',
    identifications.user_id,
    identifications.happened_at
  from identifications
  union all
  select
    'user_id',
    identifications.user_id,
    'email',
    identifications.email,
    identifications.happened_at
  from identifications
  union all
  -- A form that asks for an address alone.
  select
    'anonymous_id',
    identifications.anonymous_id,
    'email',
    identifications.email,
    identifications.happened_at
  from identifications
  where identifications.user_id is null)
select
  pairs.a_kind,
  pairs.a,
  pairs.b_kind,
  pairs.b,
  min(pairs.happened_at) as seen_at
from pairs
where pairs.a is not null and pairs.b is not null
group by pairs.a_kind, pairs.a, pairs.b_kind, pairs.b
