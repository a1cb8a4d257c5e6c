-- The scores of each night, as they were computed then: one row a customer and day. `call record_scores()` writes those
-- of as_of(), and writes them anew when it is called again for the same day; what is recorded for other days is kept.
--
-- @key: account_id, day
-- @recorded_by: record_scores
--
-- account_id: the customer
-- day: as_of() of the record
-- version: version of the rubric
-- score: product adoption score, unrounded; NULL = not charged, or too little was known
-- band: red, yellow or green: where the score lies
-- contributions: what each attribute adds to the score
-- health_score: the older health score
select account_id, as_of() as day, version, score, band, contributions, health_score
from product_adoption
