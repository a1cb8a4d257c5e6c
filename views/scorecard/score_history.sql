-- The scores of each night, as computed then: one row per customer and day. `call record_scores()` writes those of
-- as_of(), and replaces them when called again for the same day; records of other days are kept.
--
-- @key: account_id, day
-- @recorded_by: record_scores
--
-- account_id: the customer
-- day: as_of() of the record
-- version: version of the rubric
-- score: product adoption score, unrounded; NULL = not charged, or too little was known
-- band: red, yellow or green, by the score
-- contributions: what each attribute adds to the score
-- health_score: the older health score
select
  account_id,
  as_of() as day,
  version,
  score,
  band,
  contributions,
  health_score
from product_adoption
