-- An answer without a scale was given on the usual one; one without an account by the account to which its address
-- belongs, and one without a user by the user whose address it is, if that is one of the account.
select
  given.response_id,
  coalesce(given.account_id, addresses.account_id) as account_id,
  coalesce(given.user_id, addresses.user_id) as user_id,
  given.email,
  given.survey,
  given.score,
  case when given.survey = 'nps' then 10
    else coalesce(given.scale, case given.survey when 'csat' then 5 when 'ces' then 7 end) end as scale,
  given.is_inverted,
  given.ticket_id,
  given.comment,
  given.responded_at,
  given.updated_at
from given
left join addresses on (given.account_id is null or given.user_id is null)
  and addresses.address = lower(btrim(given.email))
  and addresses.account_id = coalesce(given.account_id, addresses.account_id)
