-- An outcome that is still open is none.
select
  given.request_id,
  given.account_id,
  given.requested_on,
  given.reason,
  nullif(given.outcome, 'open') as outcome,
  given.decided_on,
  given.updated_at
from given
