-- Everybody with a user_id whom an identify or group call names: one row per user. Of each trait the latest value that
-- was sent, as a call holds only some; the table users counts where no call has one.
with known as (
  select
    identifications.user_id,
    (array_agg(identifications.email order by identifications.is_state, identifications.happened_at desc nulls last,
      identifications.email)
      filter (where identifications.email is not null))[1] as email,
    (array_agg(identifications.name order by identifications.is_state, identifications.happened_at desc nulls last,
      identifications.name)
      filter (where identifications.name is not null))[1] as name,
    (array_agg(identifications.role order by identifications.is_state, identifications.happened_at desc nulls last,
      identifications.role)
      filter (where identifications.role is not null))[1] as role,
    least(min(identifications.created_at), min(identifications.happened_at)) as first_seen_at
  from identifications
  where identifications.user_id is not null
  group by identifications.user_id),
joined as (
  select
    memberships.user_id,
    min(memberships.group_id) filter (where memberships.ends_at = 'infinity') as group_id,
    min(memberships.first_seen_at) as first_seen_at
  from memberships
  group by memberships.user_id)
select
  coalesce(known.user_id, joined.user_id) as user_id,
  known.email,
  known.name,
  known.role,
  least(known.first_seen_at, joined.first_seen_at) as first_seen_at,
  joined.group_id,
  case when not is_free_email_domain(known.email) then email_domain(known.email) end as domain
from known
full join joined on joined.user_id = known.user_id
