-- The days on which each user was active: one history per user and account, from which coefficients, lifecycles, active
-- users and retention are computed as of any day. Stored, and refreshed at the cost of the new events only, late ones
-- included.
--
-- @key: user_id, account_id
-- @merge: activity = stored.activity | excluded.activity
--
-- account_id: the customer the user belonged to when active
-- user_id: the user
-- activity: the exact set of local days with an event, in the time zone of the refresh
select account_id, user_id, activity_agg(occurred_at) as activity
from product_events
group by account_id, user_id
