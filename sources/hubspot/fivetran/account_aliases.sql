-- Under which other ids companies are known: those that were merged into one (system accounts), and those of Stripe's
-- customers, which integrations keep in a property of the company, one or several.
select
  'accounts' as system,
  company_ids.id::text as external_id,
  company_ids.company_id::text as account_id,
  'merged' as evidence
from company_ids
where company_ids.id <> company_ids.company_id
union all
select distinct
  'stripe',
  btrim(customer),
  companies.id::text,
  'given'
from companies
cross join lateral regexp_split_to_table(companies.property_stripe_customer_id, '[;,]') as customer
where btrim(customer) <> ''
