-- The metrics of each customer on recorded days, as they stood then: one row per customer and day. `call
-- record_metrics()` writes those of as_of(), and replaces them when called again for the same day; records of other
-- days are kept. Once a week or once a month is enough; past days are recorded after `set customer360.as_of`.
--
-- @key: day, account_id
-- @recorded_by: record_metrics
--
-- account_id: the customer
-- day: as_of() of the record
-- metrics: the customer's row of account_metrics, also for score_breakdown() and score_change()
select
  account_id,
  as_of() as day,
  to_jsonb(account_metrics) as metrics
from account_metrics
