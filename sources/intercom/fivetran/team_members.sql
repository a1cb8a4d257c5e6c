-- Teammates: one row each. What they do their title says; who is neither a Customer Success Manager nor a Technical
-- Account Manager is support. Who was deleted left on the day on which the connector saw that.
select distinct on (admin.id)
  admin.id as member_id,
  coalesce(nullif(btrim(admin.name), ''), admin.email) as name,
  case when admin.job_title ~* '\m(tam|technical account)' then 'tam'
    when admin.job_title ~* '\m(csm|customer success|success manager)' then 'csm' else 'support' end as role,
  case when admin._fivetran_deleted then local_day(admin._fivetran_synced) end as left_on,
  lower(btrim(admin.email)) as match_key,
  admin._fivetran_synced as updated_at
from admin
where admin.id <> ''
order by admin.id, admin._fivetran_synced desc nulls last
