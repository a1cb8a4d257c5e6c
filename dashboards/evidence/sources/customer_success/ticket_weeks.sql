select
  week_ends_on::text as week_ends_on, owner_id::text as owner_id, owner, role, opened, solved, net_new, z,
  case when is_spike then 'spike' else '' end as is_spike, open_tickets, open_over_30_days, unchanged
from ticket_weeks
