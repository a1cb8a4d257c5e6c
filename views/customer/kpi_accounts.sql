-- The customers behind every number of kpis: one row per month, KPI and account that counts in it. A KPI of kpis is the
-- sum of the numerators ÷ the sum of the denominators over a group's rows, or the sum of the numerators where there is
-- no denominator; median_days_to_live alone is no sum but the median of the numerators. The groups are those of the
-- evening before the period of the KPI; of what stands at the end of the month (customers, mrr, arr, coverage,
-- adoption_score, at_risk_share), those of that day; segment, region, country and industry are those of today.
--
-- month: first day of the month
-- kpi: the KPI, as in kpis
-- account_id: the account; NULL = answers whose account is not known, in one row
-- account: its name
-- numerator: what counts
-- denominator: what it is divided by; NULL = by nothing
-- segment: company size; not known = without one, as in the columns that follow
-- tier: product tier
-- region: sales region
-- country: ISO 3166-1 alpha-2 code
-- industry: industry
-- stage: lifecycle stage
-- cohort: calendar year of the first paid day; not charged = never by as_of()
-- csm: Customer Success Manager in charge; nobody = nobody
select
  month,
  kpi,
  account_id,
  account,
  numerator,
  denominator,
  segment,
  tier,
  region,
  country,
  industry,
  stage,
  cohort,
  csm
from kpi_values
where is_account and n > 0
