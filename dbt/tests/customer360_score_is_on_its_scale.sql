-- Scores are from 0 to the scale of the rubric by which they were given.
select
  scored.account_id,
  scored.score
from {{ ref('customer360__product_adoption') }} as scored
left join {{ ref('customer360__score_rubrics') }} as rubrics
  on rubrics.name = 'product_adoption' and rubrics.version = scored.version
where scored.score not between 0 and coalesce((rubrics.rubric ->> 'scale')::numeric, 100)
