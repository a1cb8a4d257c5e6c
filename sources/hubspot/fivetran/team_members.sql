-- Owners, who all are taken for Customer Success Managers: HubSpot does not say what they do. One who is no longer
-- active left on the day of the last change of the record. The day of hiring is not known.
select distinct on (owner.owner_id)
  owner.owner_id::text as member_id,
  coalesce(nullif(concat_ws(' ', nullif(btrim(owner.first_name), ''), nullif(btrim(owner.last_name), '')), ''),
    owner.email) as name,
  'csm' as role,
  case when owner.is_active is false then local_day(owner.updated_at) end as left_on,
  lower(btrim(owner.email)) as match_key,
  owner.updated_at
from owner
where owner.owner_id is not null
order by owner.owner_id, owner._fivetran_synced desc nulls last
