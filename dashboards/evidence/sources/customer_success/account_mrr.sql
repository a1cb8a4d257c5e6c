select account_id::text as account_id, month::text as month, mrr
from account_periods
where period = 'end'
