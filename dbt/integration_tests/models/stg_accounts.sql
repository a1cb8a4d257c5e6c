-- Ids of text, and no name.
select
  'A-' || account_id as account_id,
  case segment when 'mid_market' then 'Mittelstand' else segment end as segment,
  signed_on
from {{ env_var('DBT_WAREHOUSE', 'warehouse') }}.accounts
