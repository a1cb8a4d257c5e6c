select
  cohort::text as cohort, age_months, cohort_customers, cohort_mrr, customers_kept, logo_retention,
  gross_revenue_retention, net_revenue_retention
from revenue_cohorts
where age_months % 3 = 0
