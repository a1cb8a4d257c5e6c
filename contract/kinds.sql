-- Which kinds of identifiers are followed: with user_id and email as many as a graph may have, those that were seen most
-- often by as_of(). More of them were not meant: then something else than a kind stands in a_kind or b_kind.
--
-- kind: in lower case, without blanks around it
-- sightings: how often it was seen
select
  lower(btrim(either.kind)) as kind,
  count(*) as sightings
from (
  select source_identifiers.a_kind as kind, source_identifiers.seen_at
  from source_identifiers
  union all
  select source_identifiers.b_kind, source_identifiers.seen_at
  from source_identifiers) as either
where either.seen_at < (select local_midnight(as_of() + 1)) and lower(btrim(either.kind)) not in ('', 'user_id', 'email')
  -- What the rules of identifiers leave out.
  and octet_length(either.kind) <= 63 and strpos(either.kind, ':') = 0
group by lower(btrim(either.kind))
order by count(*) desc, lower(btrim(either.kind))
limit 253
