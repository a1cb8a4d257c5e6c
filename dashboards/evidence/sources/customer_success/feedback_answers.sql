select
  account_id::text as account_id, account, survey, score, rating, comment, responded_on::text as responded_on
from feedback_answers
where comment is not null
