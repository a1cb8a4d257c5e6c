-- Pairs of identifiers that were seen together and are not taken for one person: one row per pair. A limit of
-- identity_limits forbids it: a second user would be in one person, or a shared mailbox or device would glue many
-- together.
--
-- a_kind: kind of the first identifier
-- a: the first identifier
-- a_person: whose it is
-- b_kind: kind of the second identifier
-- b: the second identifier
-- b_person: whose it is: another person
-- first_seen: instant at which both were first seen together
-- reason: most_per_entity = one person would have too many identifiers of a kind; most_links = one of the two was seen
--   with too many others
-- kind: the kind that the limit is about
-- most: what the limit allows
-- found: how many there would have been
select
  conflicts.a_kind,
  conflicts.a,
  conflicts.a_entity as a_person,
  conflicts.b_kind,
  conflicts.b,
  conflicts.b_entity as b_person,
  conflicts.first_seen,
  conflicts.reason,
  conflicts.kind,
  conflicts.most,
  conflicts.found
from seen_together
cross join lateral identity_conflicts(seen_together.graph) as conflicts
