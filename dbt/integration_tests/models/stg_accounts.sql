-- Ids of text, and no name.
select
  'A-' || account_id as account_id,
  segment,
  signed_on
from {{ env_var('DBT_WAREHOUSE', 'warehouse') }}.accounts
