select account_id::text as account_id, priority, play, action, owner, reason
from next_actions
