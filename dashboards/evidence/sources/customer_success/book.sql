select
  place, account_id::text as account_id, account, csm, segment, arr, attention, why, do_next,
  case when is_at_risk then 'at risk' when not is_at_risk then 'no' else 'not known' end as is_at_risk,
  health_band, adoption_band, weekly_activity, renewal_on::text as renewal_on, days_since_contact
from book
