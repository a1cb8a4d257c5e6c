-- The metrics of each customer on recorded days, as they stood then: one row per customer and day. `call
-- record_metrics()` writes those of as_of(), and replaces them when called again for the same day; records of other
-- days are kept. `call record_history(from, to, every)` writes those of past days.
--
-- @key: day, account_id
-- @recorded_by: record_metrics
--
-- account_id: the customer
-- day: as_of() of the record
-- metrics: the customer's row of account_metrics and its attributes, also for score_breakdown() and score_change()
select
  account_id,
  as_of() as day,
  attributes || to_jsonb(account_metrics) - 'attributes' as metrics
from account_metrics
