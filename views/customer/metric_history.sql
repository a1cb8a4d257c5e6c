-- The metrics of each customer on some days, as they stood then: one row a customer and day. `call record_metrics()`
-- writes those of as_of(), and writes them anew when it is called again for the same day; what is recorded for other
-- days is kept. A week or a month apart is enough; days of the past are recorded after `set customer360.as_of`.
--
-- @key: day, account_id
-- @recorded_by: record_metrics
--
-- account_id: the customer
-- day: as_of() of the record
-- metrics: the customer's row of account_metrics, for score_breakdown() and score_change() too
select m.account_id, as_of() as day, to_jsonb(m) as metrics
from account_metrics m
