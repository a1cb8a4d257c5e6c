-- Which kinds of identifiers are followed: with user_id and email as many as a graph may have, those that were seen most
-- often by as_of(). More of them were not meant: then something else than a kind stands in a_kind or b_kind.
--
-- kind: in lower case, without blanks around it
-- sightings: how often it was seen
select
  lower(btrim(either.kind)) as kind,
  sum(pairs.sightings)::bigint as sightings
from (
  -- There are few of them, and many rows.
  select source_identifiers.a_kind, source_identifiers.b_kind, count(*) as sightings
  from source_identifiers
  where source_identifiers.seen_at < (select local_midnight(as_of() + 1))
  group by source_identifiers.a_kind, source_identifiers.b_kind) as pairs
cross join lateral (values (pairs.a_kind), (pairs.b_kind)) as either (kind)
-- What the rules of identifiers leave out is none.
where lower(btrim(either.kind)) not in ('', 'user_id', 'email')
  and octet_length(either.kind) <= 63 and strpos(either.kind, ':') = 0
group by lower(btrim(either.kind))
order by sum(pairs.sightings) desc, lower(btrim(either.kind))
limit 253
