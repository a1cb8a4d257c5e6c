-- People of any role, each as last told.
select distinct on ("user".id)
  "user".id,
  "user".name,
  nullif(lower(btrim("user".email)), '') as email,
  lower(btrim("user".role)) as role,
  "user".organization_id,
  "user".updated_at,
  "user".active is false or "user"._fivetran_deleted is true as is_deleted
from "user"
where "user".id <> ''
order by "user".id, "user".updated_at desc nulls last, "user"._fivetran_synced desc nulls last
