-- Scores are from 0 to the scale of the rubric by which they were given.
with product_adoption as (select * from {{ ref('customer360__product_adoption') }}),
score_rubrics as (select * from {{ ref('customer360__score_rubrics') }})
select
  product_adoption.account_id,
  product_adoption.score
from product_adoption
left join score_rubrics
  on score_rubrics.name = 'product_adoption' and score_rubrics.version = product_adoption.version
where product_adoption.score not between 0 and coalesce((score_rubrics.rubric ->> 'scale')::numeric, 100)
