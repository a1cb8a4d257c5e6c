-- A ticket without an account is of the account to which the address of its opener belongs.
select
  given.ticket_id,
  coalesce(given.account_id, addresses.account_id) as account_id,
  coalesce(given.user_id, addresses.user_id) as user_id,
  given.email,
  given.owner_id,
  given.kind,
  given.priority,
  given.channel,
  given.subject,
  given.status,
  given.opened_at,
  given.solved_at,
  given.updated_at
from given
left join addresses on given.account_id is null and addresses.address = lower(btrim(given.email))
