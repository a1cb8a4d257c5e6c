select
  owner_id::text as owner_id, owner, role, open_tickets, share_of_mean, open_over_30_days, unchanged,
  messages_per_open_day, opened, solved, net_new, usual_net_new, z, case when is_spike then 'spike' else '' end as is_spike
from ticket_load
