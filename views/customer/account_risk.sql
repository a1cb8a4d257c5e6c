-- Which customers may leave, judging by what they do and say: one row per customer charged on as_of(). The one
-- definition of at risk, which all other views count.
--
-- account_id: the customer
-- adoption_score: product adoption score, 0 to 100, unrounded; NULL = too little is known
-- health_score: the older health score, 0 to 100, unrounded
-- days_to_renewal: days from as_of() to the end of the contract; negative = it ran out and was not renewed
-- is_red: the adoption score is in the red band
-- usage_dropped: usage dropped by a fifth or more, and by more than it usually varies
-- asked_to_cancel: a request to cancel is still unanswered
-- is_at_risk: any of the three
select
  product_adoption.account_id,
  product_adoption.score as adoption_score,
  product_adoption.health_score,
  product_adoption.days_to_renewal,
  signs.is_red,
  signs.usage_dropped,
  signs.asked_to_cancel,
  signs.is_red or signs.usage_dropped or signs.asked_to_cancel as is_at_risk
from product_adoption
cross join lateral (
  select
    product_adoption.band is not distinct from 'red' as is_red,
    product_adoption.usage_dropped is true as usage_dropped,
    product_adoption.cancellation_requested_on is not null as asked_to_cancel) as signs
where product_adoption.is_charged
