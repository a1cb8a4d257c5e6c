-- Which identifiers were seen together by as_of(), as one graph: one row. identities says who they are,
-- identity_conflicts which pairs were not believed.
--
-- graph: every identifier and pair, and the limits under which pairs are followed; NULL = nobody was seen
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
