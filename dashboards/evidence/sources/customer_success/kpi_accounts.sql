select
  month::text as month, kpi, account_id::text as account_id, account, csm, segment, tier, region, country, industry,
  stage, cohort, numerator, denominator
from kpi_accounts
where month = (select max(month) from kpi_months where is_finished)
