-- Which customers may leave, judging by what they do and say: one row per customer charged on as_of().
--
-- account_id: the customer
-- adoption_score: product adoption score, 0 to 100, unrounded; NULL = too little is known
-- health_score: the older health score, 0 to 100, unrounded
-- days_to_renewal: days from as_of() to the end of the contract; negative = it ran out and was not renewed
-- is_red: the adoption score is in the red band
-- usage_dropped: usage dropped by a fifth or more, and by more than it usually varies
-- asked_to_cancel: a request to cancel is still unanswered
-- is_at_risk: any of the three
select p.account_id, p.score as adoption_score, p.health_score, (p.metrics).days_to_renewal as days_to_renewal,
  r.is_red, r.usage_dropped, r.asked_to_cancel, r.is_red or r.usage_dropped or r.asked_to_cancel as is_at_risk
from product_adoption p
cross join lateral (
  select p.band is not distinct from 'red' as is_red, (p.metrics).usage_dropped is true as usage_dropped,
    (p.metrics).cancellation_requested_on is not null as asked_to_cancel) as r
where (p.metrics).status = 'active'
