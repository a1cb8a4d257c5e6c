-- Companies: one row each. Intercom knows nothing of what they buy.
select
  companies.id as account_id,
  companies.name,
  companies.domain,
  companies.industry,
  case when not is_free_email_domain(companies.domain) then companies.domain end as match_key,
  companies.updated_at
from companies
