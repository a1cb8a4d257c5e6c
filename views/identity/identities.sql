-- Who is who: one row per identifier seen by as_of(). What was seen together is one person, but for pairs that
-- identity_limits forbids.
--
-- kind: kind of the identifier: user_id, email, anonymous_id, device_id …
-- identifier: the identifier
-- person: name of the person: the first of its identifiers that was seen, with its kind
-- identifiers: how many identifiers the person has
select
  found.kind,
  found.identifier,
  found.entity as person,
  found.size as identifiers
from seen_together
cross join lateral identities(seen_together.graph) as found
