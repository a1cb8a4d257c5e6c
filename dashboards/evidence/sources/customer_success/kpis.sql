select
  month::text as month, grouped_by, group_name, kpi, label, value, n, unit, target, gap,
  case when not is_finished then 'so far' else '' end as so_far
from kpis
