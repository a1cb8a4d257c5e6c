-- What each customer asks of support, compared with what it pays, as of as_of(): one row per customer signed by then,
-- including those who never asked. Tickets are of the last 90 days, calls and logins of the last 30, including as_of().
-- Numbers are unrounded. What is made of a table that the warehouse lacks is NULL.
--
-- account_id: the customer
-- account: its name
-- arr: annual recurring revenue on as_of(); 0 = not charged
-- open_tickets: tickets open at the end of as_of()
-- open_over_30_days: those more than 30 days old
-- oldest_open_days: age of the oldest open ticket in calendar days; NULL = none open
-- tickets_90d: tickets opened
-- tickets_per_1000_arr: tickets opened ÷ ARR in thousands; NULL = no ARR
-- incidents_90d: tickets opened of kind incident
-- incident_share: incidents ÷ tickets opened, tickets per ticket; NULL = none opened
-- max_burst_7d: the most tickets opened within any seven days
-- has_burst: three or more within seven days
-- solved_90d: tickets solved, and still solved on as_of()
-- reopened_90d: those that had been reopened
-- first_contact_resolution_rate: solved with one agent reply and never reopened ÷ solved, tickets per ticket, of those
--   whose history and messages are known; NULL = none solved
-- median_hours_to_first_reply: median hours from the customer's first message to an agent's reply, over the tickets
--   opened; NULL = none with a reply
-- median_business_hours_to_first_reply: the same in working_hours; NULL also without that table
-- median_hours_to_resolution: median hours from opening to solution, over the solved tickets; NULL = none solved
-- median_business_hours_to_resolution: the same in working_hours; NULL also without that table
-- calls_30d: calls with the customer
-- call_minutes_30d: their minutes
-- calls_per_1000_arr: calls ÷ ARR in thousands; NULL = no ARR
-- minutes_per_1000_arr: minutes of calls ÷ ARR in thousands
-- logins_30d: logins of its users; NULL = no event was ever a login
-- active_users_30d: distinct users active
-- logins_per_1000_arr: logins ÷ ARR in thousands
-- users_per_1000_arr: active users ÷ ARR in thousands
select
  csm_accounts.account_id,
  csm_accounts.account,
  csm_accounts.arr,
  support_measures.open_tickets,
  support_measures.open_over_30_days,
  support_measures.oldest_open_days,
  support_measures.tickets_90d,
  support_measures.tickets_90d / paying.thousands as tickets_per_1000_arr,
  support_measures.incidents_90d,
  support_measures.incident_share,
  support_measures.max_burst_7d,
  support_measures.has_burst,
  support_measures.solved_90d,
  support_measures.reopened_90d,
  support_measures.first_contact_resolution_rate,
  support_measures.median_hours_to_first_reply,
  support_measures.median_business_hours_to_first_reply,
  support_measures.median_hours_to_resolution,
  support_measures.median_business_hours_to_resolution,
  support_measures.calls_30d,
  support_measures.call_minutes_30d,
  support_measures.calls_30d / paying.thousands as calls_per_1000_arr,
  support_measures.call_minutes_30d / paying.thousands as minutes_per_1000_arr,
  support_measures.logins_30d,
  support_measures.active_users_30d,
  support_measures.logins_30d / paying.thousands as logins_per_1000_arr,
  support_measures.active_users_30d / paying.thousands as users_per_1000_arr
from csm_accounts
join support_measures on support_measures.account_id = csm_accounts.account_id
cross join lateral (select nullif(csm_accounts.arr, 0) / 1000 as thousands) as paying
order by csm_accounts.account_id
