select
  account_id::text as account_id, account, csm, name, role, coefficient, band, active_days_28d, minutes_28d,
  rank_in_account, features_used_share, last_active_on::text as last_active_on
from user_360
where has_access and rank_in_account <= 3
