select account_id::text as account_id, rubric, day::text as day, score, band, change
from score_trend
where rubric in ('product_adoption', 'health')
