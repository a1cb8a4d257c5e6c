-- How much each account used the product on each day. Stored, and refreshed at the cost of the new events only: late
-- events are added to the day on which they happened. Days without an event have no row.
--
-- @key: account_id, day
-- @merge: events = stored.events + excluded.events, logins = stored.logins + excluded.logins
--
-- account_id: the customer
-- day: local day, in the time zone of the refresh
-- events: events of its users on that day, logins included
-- logins: logins among them
select account_id, occurred_at::calendar_day::date as day, count(*) as events,
  count(*) filter (where event_name = 'login') as logins
from product_events
group by account_id, occurred_at::calendar_day::date
