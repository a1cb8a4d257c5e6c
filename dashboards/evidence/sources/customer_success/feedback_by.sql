select month::text as month, survey, grouped_by, group_name, n, nps, csat, ces, margin
from feedback_by
