select
  account_id::text as account_id, account, csm, rubric, from_day::text as from_day, to_day::text as to_day, metric,
  value_before, value_after, behaviour_effect, rubric_effect
from score_changes
