-- Identify calls, and what the table users has besides: one row per call and delivery, or user. Instants and user_id
-- as in events.
select
  case when lower(btrim(identifies.user_id)) not in ('', 'null', 'undefined', 'none', 'nan', '[object object]')
    then btrim(identifies.user_id) end as user_id,
  nullif(btrim(identifies.anonymous_id), '') as anonymous_id,
  nullif(lower(btrim(identifies.email)), '') as email,
  coalesce(nullif(btrim(identifies.name), ''), nullif(concat_ws(' ', nullif(btrim(identifies.first_name), ''),
    nullif(btrim(identifies.last_name), '')), '')) as name,
  nullif(btrim(identifies.role), '') as role,
  identifies.created_at,
  least(identifies."timestamp", identifies.received_at) as happened_at,
  false as is_state
from identifies
union all
select
  case when lower(btrim(users.id)) not in ('', 'null', 'undefined', 'none', 'nan', '[object object]')
    then btrim(users.id) end,
  null,
  nullif(lower(btrim(users.email)), ''),
  coalesce(nullif(btrim(users.name), ''), nullif(concat_ws(' ', nullif(btrim(users.first_name), ''),
    nullif(btrim(users.last_name), '')), '')),
  nullif(btrim(users.role), ''),
  users.created_at,
  users.received_at,
  true
from users
