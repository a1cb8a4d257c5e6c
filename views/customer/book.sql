-- What to do first, and with whom: one row per customer that is charged or signed, fifteen columns, in the order in
-- which somebody should look at them. customer_360 has everything else.
--
-- place: 1 for the customer to look at first: by attention, then by annual recurring revenue
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of(); NULL = nobody
-- segment: company size
-- arr: annual recurring revenue on as_of(); NULL = not known
-- attention: how urgent, 1 = most; NULL = nothing calls for attention
-- why: the most urgent thing to know, with its figures
-- do_next: the action that the playbook says; NULL = none
-- is_at_risk: whether it may leave: see customer_360; NULL = not known
-- health_band: band of the health score; NULL = not scored
-- adoption_band: band of the adoption score; NULL = not scored
-- weekly_activity: sparkline of the events in each of the last 16 blocks of seven days
-- renewal_on: day of the next renewal; NULL = month to month, or not known
-- days_since_contact: days since somebody of the vendor's team last spoke with it; NULL = never
select
  row_number() over (order by customer_360.attention nulls last, customer_360.arr desc nulls last,
    customer_360.account_id) as place,
  customer_360.account_id,
  customer_360.account,
  customer_360.csm,
  customer_360.segment,
  customer_360.arr,
  customer_360.attention,
  customer_360.attention_reason as why,
  customer_360.next_action as do_next,
  customer_360.is_at_risk,
  customer_360.health_band,
  customer_360.adoption_band,
  customer_360.weekly_activity,
  customer_360.renewal_on,
  customer_360.days_since_contact
from customer_360
where customer_360.status in ('active', 'past_due', 'signed', 'trial', 'free', 'paused') or customer_360.status is null
