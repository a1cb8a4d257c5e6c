-- A call without an account is of the account to which the address of the other party belongs.
select
  given.call_id,
  coalesce(given.account_id, addresses.account_id) as account_id,
  coalesce(given.user_id, addresses.user_id) as user_id,
  given.email,
  given.started_at,
  given.minutes,
  given.updated_at
from given
left join addresses on given.account_id is null and addresses.address = lower(btrim(given.email))
