-- Organizations that have not been deleted, each as last told, with the first of its domains that is a company's: the
-- list may have free mail providers, and addresses.
select distinct on (organization.id)
  organization.id,
  organization.name,
  btrim(organization.external_id) as external_id,
  organization.updated_at,
  domains.domain
from organization
left join (
  select distinct on (domain_name.organization_id) domain_name.organization_id,
    email_domain(btrim(domain_name.domain_name)) as domain
  from domain_name
  where position('@' in domain_name.domain_name) = 0 and not is_free_email_domain(btrim(domain_name.domain_name))
  order by domain_name.organization_id, domain_name.index nulls last, domain_name.domain_name
) as domains on domains.organization_id = organization.id
where organization.id <> '' and organization._fivetran_deleted is not true
order by organization.id, organization.updated_at desc nulls last, organization._fivetran_synced desc nulls last
