-- Some lines have a word that only the company knows.
select
  subscription_id,
  'A-' || account_id as account_id,
  lower(valid) as starts_on,
  upper(valid) as ends_on,
  mrr,
  case when subscription_id % 7 = 0 then 'Schnupperphase' end as status
from {{ env_var('DBT_WAREHOUSE', 'warehouse') }}.subscriptions
