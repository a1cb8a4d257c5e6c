select
  member_id::text as member_id, csm, customers, in_order, in_order_share, sentiment_not_current_share,
  not_contacted_90d, live_date_missing, milestones_overdue, tasks_delayed, contacts_missing, champion_missing,
  single_threaded
from adherence
