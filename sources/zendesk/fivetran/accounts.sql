-- Organizations: one row each. Zendesk knows nothing of what they buy. An organization that was deleted is left out:
-- its tickets find their account by the domain of who asked.
select
  latest_organizations.id as account_id,
  latest_organizations.name,
  latest_organizations.domain,
  latest_organizations.domain as match_key,
  latest_organizations.updated_at
from latest_organizations
