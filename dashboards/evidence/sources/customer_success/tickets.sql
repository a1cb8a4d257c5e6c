select
  account_id::text as account_id, ticket_id::text as ticket_id, account, owner, kind, priority, channel, subject,
  left(opened_at::text, 16) as opened_at, status, case when is_open then 'open' else 'closed' end as is_open, age_days,
  messages, hours_to_first_reply, hours_to_resolution
from tickets
