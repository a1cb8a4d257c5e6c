-- Product adoption by the rubric product_adoption in force on as_of(): one row per customer charged, lowest score
-- first. The same as in scores, where other rubrics stand beside it; adoption_breakdown shows its attributes.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- arr: annual recurring revenue on as_of()
-- version: version of the rubric
-- score: product adoption score, 0 to 100, unrounded; NULL = no product events, or too little is known
-- band: red, yellow or green, by the score
-- percentile: share of the other scored customers whose score is lower, 0 to 1
-- groups: score of the attributes of each group alone, by the group's name; null = nothing in it is known
-- reason: what lowers the score most, in words; NULL = nothing
-- reason_key: its key, or (cap)
-- reason_lost: by how much it lowers the score, in units of the score
-- next_best: the attribute whose next step would raise the score most; NULL = none would
-- next_threshold: the value it takes
-- next_gain: by how much the whole score would rise
select
  account_id,
  account,
  csm,
  arr,
  version,
  score,
  band,
  percentile,
  groups,
  reason,
  reason_key,
  reason_lost,
  next_best,
  next_threshold,
  next_gain
from scores
where rubric = 'product_adoption'
order by score, account_id
