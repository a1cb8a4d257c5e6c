-- Which identifiers were seen together by as_of(), as one graph: one row. identity_map says who they are,
-- identity_conflicts which pairs were not believed.
--
-- graph: every identifier and pair, and the limits under which pairs are followed; NULL = nobody was seen
with pairs as (
  select
    identifiers.a_kind,
    identifiers.a,
    identifiers.b_kind,
    identifiers.b,
    identifiers.seen_at
  from identifiers
  where identifiers.seen_at < (select local_midnight(as_of() + 1))
  union all
  -- A user's own address is as good as a sighting.
  select
    'user_id',
    users.user_id::text,
    'email',
    users.email,
    local_midnight(users.provisioned_on)
  from users
  where users.provisioned_on <= as_of()),
limits as (
  -- One user is one person. A mailbox or device with more than a dozen others behind it belongs to nobody.
  select jsonb '{"most_per_entity": {"user_id": 1}, "most_links": {"email": 12, "device_id": 12, "anonymous_id": 12}}'
    as document)
select
  identity_agg(pairs.a_kind, pairs.a, pairs.b_kind, pairs.b, pairs.seen_at, limits.document) as graph
from pairs
cross join limits
