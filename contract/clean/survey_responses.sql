-- An answer without a scale was given on the usual one.
select
  given.response_id,
  given.account_id,
  given.user_id,
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
