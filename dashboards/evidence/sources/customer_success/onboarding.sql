select
  account_id::text as account_id, account, segment, csm, owner, signed_on::text as signed_on,
  planned_live_on::text as planned_live_on, live_on::text as live_on, status, days_to_go_live, days_open,
  days_behind_plan, days_to_value, milestones, milestones_done, milestones_overdue, next_milestone,
  next_milestone_due_on::text as next_milestone_due_on, training_attendance_rate, arr
from onboarding
