-- Identifiers that were seen together by as_of(): one row per sighting, those of identifiers, and each user with
-- its own address.
--
-- a_kind: kind of the first identifier: user_id, email, anonymous_id, device_id …
-- a: the first identifier, as it was given
-- b_kind: kind of the second identifier
-- b: the second identifier
-- seen_at: instant at which they were seen together
with followed as materialized (
  select identity_kinds.kind
  from identity_kinds
  union all
  values ('user_id'), ('email'))
select
  identifiers.a_kind,
  identifiers.a,
  identifiers.b_kind,
  identifiers.b,
  identifiers.seen_at
from identifiers
where identifiers.seen_at < (select local_midnight(as_of() + 1))
  and ((select count(*) < 255 from followed)
    or identifiers.a_kind in (select followed.kind from followed)
      and identifiers.b_kind in (select followed.kind from followed))
union all
-- A user's own address is as good as a sighting.
select
  'user_id' as a_kind,
  users.user_id::text as a,
  'email' as b_kind,
  users.email as b,
  local_midnight(users.provisioned_on) as seen_at
from users
where users.provisioned_on <= as_of()
