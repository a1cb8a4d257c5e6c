select
  account_id::text as account_id, position, attribute, label, group_name, value, rule, points, max_points,
  effective_weight, contribution, lost, next_threshold, next_gain
from adoption_breakdown
