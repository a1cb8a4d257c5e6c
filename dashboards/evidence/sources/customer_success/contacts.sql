select
  account_id::text as account_id, name, role, lower(valid)::text as since, upper(valid)::text as until
from contacts
