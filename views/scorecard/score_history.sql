-- The scores of each night, as computed then: one row per customer charged, rubric and day. `call record_scores()`
-- writes those of as_of(), and replaces them when called again for the same day; records of other days are kept. `call
-- record_history(from, to, every)` writes those of past days.
--
-- @key: account_id, rubric, day
-- @recorded_by: record_scores
--
-- account_id: the customer
-- day: as_of() of the record
-- rubric: name of the rubric, such as product_adoption or health
-- version: version of the rubric
-- score: the score, unrounded; NULL = too little was known
-- band: its band, such as red, yellow or green
select
  account_id,
  as_of() as day,
  rubric,
  version,
  score,
  band
from scores
