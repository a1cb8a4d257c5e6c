-- Which kinds of identifiers are followed, beside user_id and email: one row per kind, of more than 253 those that were
-- seen most often by as_of().
--
-- kind: the kind, in lower case
-- sightings: how often it was seen
select
  kinds.kind,
  kinds.sightings
from kinds
