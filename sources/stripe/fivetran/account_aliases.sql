-- Ids of other systems that somebody, or an integration, wrote into a customer's metadata: one row per id. A key that
-- only says crm is tried with every CRM: where it is not the one, it matches nothing.
select distinct
  named.system,
  btrim(metadata.value) as external_id,
  customer.id as account_id
from customer
cross join lateral jsonb_each_text(case jsonb_typeof(customer.metadata) when 'object' then customer.metadata end)
  as metadata (key, value)
join (values
  ('hubspot', 'hubspot_id'), ('hubspot', 'hubspot_company_id'), ('hubspot', 'hubspot_companyid'),
  ('hubspot', 'hs_company_id'), ('hubspot', 'crm_id'), ('hubspot', 'company_id'),
  ('salesforce', 'salesforce_id'), ('salesforce', 'salesforce_account_id'), ('salesforce', 'sfdc_account_id'),
  ('salesforce', 'sfdc_id'), ('salesforce', 'crm_id'),
  ('zendesk', 'zendesk_organization_id'), ('zendesk', 'zendesk_id'),
  ('intercom', 'intercom_company_id'), ('intercom', 'intercom_id'),
  ('segment', 'segment_group_id'), ('segment', 'group_id')) as named (system, key)
  on named.key = lower(replace(replace(metadata.key, '-', '_'), ' ', '_'))
where customer.livemode is not false and btrim(metadata.value) <> ''
