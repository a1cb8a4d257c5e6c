-- The id that an organization has in another system, by its external_id: one row per system whose id it may be. Zendesk
-- does not say of which system it is. Stripe's and Salesforce's tell by their form. Any other may be the product's own,
-- as in the company's own tables and in Segment's groups, or HubSpot's, if it is a long number. An id that the system
-- does not have joins nothing, and where several have it, that is a fault and no merge.
select
  named.system,
  latest_organizations.external_id,
  latest_organizations.id as account_id
from latest_organizations
cross join lateral (
  select latest_organizations.external_id like 'cus\_%' as is_stripe,
    latest_organizations.external_id ~ '^001[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$' as is_salesforce) as form
cross join lateral (values
  ('stripe', form.is_stripe),
  ('salesforce', form.is_salesforce),
  ('hubspot', latest_organizations.external_id ~ '^[0-9]{6,}$'),
  ('segment', not (form.is_stripe or form.is_salesforce)),
  ('own', not (form.is_stripe or form.is_salesforce))) as named (system, is_possible)
where latest_organizations.external_id <> '' and named.is_possible
