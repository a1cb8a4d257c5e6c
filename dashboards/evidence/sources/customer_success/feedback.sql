select
  account_id::text as account_id, account, csm, responses, nps, nps_responses, csat, ces, trend,
  case when is_trending_down then 'down' else '' end as is_trending_down, csm_sentiment,
  last_response_on::text as last_response_on
from feedback
where responses > 0
