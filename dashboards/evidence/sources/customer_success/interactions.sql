select
  account_id::text as account_id, left(happened_at::text, 16) as happened_at, kind, purpose, minutes,
  case when is_high_impact then 'yes' else 'no' end as is_high_impact
from csm_touchpoints
