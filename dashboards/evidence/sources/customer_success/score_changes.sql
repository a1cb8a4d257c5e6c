select
  account_id::text as account_id, account, csm, rubric, from_day::text as from_day, to_day::text as to_day,
  coalesce((select one ->> 'label' from rubrics, jsonb_path_query(document::jsonb, '$.metrics[*]') as one
    where rubrics.rubric = score_changes.rubric and one ->> 'key' = score_changes.metric), metric) as metric,
  case when value_before ~ '^-?[0-9]+[.][0-9]+$' then trim_scale(round(value_before::numeric, 2))::text else value_before end as value_before,
  case when value_after ~ '^-?[0-9]+[.][0-9]+$' then trim_scale(round(value_after::numeric, 2))::text else value_after end as value_after,
  behaviour_effect, indirect_effect, rubric_effect
from score_changes
