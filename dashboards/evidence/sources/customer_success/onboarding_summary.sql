select
  quarter::text as quarter, grouped_by, segment, signed, went_live, went_live_in_time, in_time_rate, left_before_live,
  open_at_end, overdue_at_end, median_days_to_go_live, share_without_value, median_days_to_value
from onboarding_summary
