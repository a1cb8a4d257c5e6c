-- People of accounts: one row per person and role, whose id therefore has the role in it. Roles are those that sales
-- gave in any opportunity; where there is none, the title says it. Since when is not known.
with chosen as (
  select distinct
    opportunity_contact_role.contact_id,
    case
      when opportunity_contact_role.role ~* 'sponsor|economic buyer|budget' then 'sponsor'
      when opportunity_contact_role.role ~* 'champion' then 'champion'
      when opportunity_contact_role.role ~* 'decision maker|economic decision' then 'decision_maker'
      when opportunity_contact_role.role ~* 'billing|procurement' then 'billing'
      else 'user'
    end as role
  from opportunity_contact_role
  where opportunity_contact_role.role <> '' and opportunity_contact_role.is_deleted is not true
    and opportunity_contact_role._fivetran_deleted is not true)
select
  live_contacts.id || ':' || coalesce(chosen.role, title_roles.role) as contact_id,
  live_contacts.account_id,
  live_contacts.name,
  live_contacts.email,
  coalesce(chosen.role, title_roles.role) as role,
  live_contacts.updated_at
from live_contacts
join title_roles on title_roles.id = live_contacts.id
left join chosen on chosen.contact_id = live_contacts.id
