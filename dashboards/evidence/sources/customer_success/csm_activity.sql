select
  member_id::text as member_id, csm, grouped_by, activity, touchpoints, touchpoints_share, minutes, customers, contacted,
  coverage, premium_high_impact_coverage, target, target_done, target_gap, target_ends_on::text as target_ends_on,
  tasks_open, tasks_delayed
from csm_activity
