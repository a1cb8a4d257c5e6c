select
  account_id::text as account_id, position, attribute, label, group_name,
  case when value ~ '^-?[0-9]+[.][0-9]+$' then trim_scale(round(value::numeric, 2))::text else value end as value,
  rule, points, max_points,
  effective_weight, contribution, lost, next_threshold, next_gain
from adoption_breakdown
