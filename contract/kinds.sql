-- Which kinds of identifiers are followed: with user_id and email as many as a graph may have, those that were seen most
-- often by as_of(). More of them were not meant: then something else than a kind stands in a_kind or b_kind.
--
-- kind: in lower case, without blanks around it
-- sightings: how often it was seen
select
  either.kind,
  sum(pairs.sightings)::bigint as sightings
from (
  -- There are few of them, and many rows.
  select identifiers.a_kind, identifiers.b_kind, count(*) as sightings
  from identifiers
  where identifiers.seen_at < (select local_midnight(as_of() + 1))
  group by identifiers.a_kind, identifiers.b_kind) as pairs
cross join lateral (values (pairs.a_kind), (pairs.b_kind)) as either (kind)
where either.kind not in ('', 'user_id', 'email')
group by either.kind
order by sum(pairs.sightings) desc, either.kind
limit 253
