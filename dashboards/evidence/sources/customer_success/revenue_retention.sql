select
  month::text as month, grouped_by, group_name, customers_before, mrr_before, mrr_now, net_revenue_retention,
  gross_revenue_retention, logo_retention
from revenue_retention
