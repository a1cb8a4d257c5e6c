-- The id that a company has elsewhere: one row per system whose id it may be. It is what the product calls the company,
-- as in the company's own tables and in Segment's groups, unless an integration wrote it: Stripe's and Salesforce's tell
-- by their form. An id that the system does not have joins nothing.
select
  named.system,
  companies.external_id,
  companies.id as account_id
from companies
cross join lateral (
  select companies.external_id like 'cus\_%' as is_stripe,
    companies.external_id ~ '^001[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$' as is_salesforce) as form
cross join lateral (values
  ('stripe', form.is_stripe),
  ('salesforce', form.is_salesforce),
  ('segment', not (form.is_stripe or form.is_salesforce)),
  ('rudderstack', not (form.is_stripe or form.is_salesforce)),
  ('own', not (form.is_stripe or form.is_salesforce))) as named (system, is_possible)
where companies.external_id <> '' and named.is_possible
