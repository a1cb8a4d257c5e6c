-- Accounts that are their own parent, directly or through others.
with recursive above as (
  select accounts.account_id, accounts.parent_id, array[accounts.account_id::text] as path
  from accounts
  where accounts.parent_id is not null
  union all
  select above.account_id, accounts.parent_id, above.path || accounts.account_id::text
  from above
  join accounts on accounts.account_id = above.parent_id
  where accounts.parent_id is not null and accounts.account_id::text <> all (above.path))
select 'accounts' as table_name,
  above.account_id::text as key,
  above.account_id::text as account_id,
  format('is its own parent: %s', array_to_string(above.path || above.account_id::text, ' belongs to ')) as fault,
  'warning' as severity,
  'it belongs to no group' as done,
  'correct parent_id of one of them' as to_do
from above
where above.parent_id = above.account_id
