select
  title, module, requested_on::text as requested_on, shipped_on::text as shipped_on, days_open, customers,
  blocked_customers, arr, blocked_arr, arr_at_risk
from feature_requests
