-- Users of Salesforce who are people of the company: one row each. What they do their title says; who is neither
-- support nor a Technical Account Manager is taken for a Customer Success Manager, as owners of accounts are. Who is no
-- longer active left on the day of the last change of the record. The day of hiring is not known.
select distinct on ("user".id)
  "user".id as member_id,
  coalesce(nullif(btrim("user".name), ''), "user".email) as name,
  case when "user".title ~* '\m(tam|technical account)' then 'tam' when "user".title ~* '\msupport' then 'support'
    else 'csm' end as role,
  case when "user".is_active is false or "user"._fivetran_deleted then local_day("user".last_modified_date) end as left_on,
  lower(btrim("user".email)) as match_key,
  "user".last_modified_date as updated_at
from "user"
where "user".id <> '' and ("user".user_type = 'Standard' or "user".user_type is null)
  and "user"._fivetran_active is not false
order by "user".id, "user"._fivetran_synced desc nulls last
