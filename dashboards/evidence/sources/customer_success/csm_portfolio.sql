select
  member_id::text as member_id, csm, region, accounts, accounts_trend, accounts_gained, accounts_lost, arr,
  adoption_score, health_score, onboarding, onboarding_overdue, renewals_due, renewals_due_arr, at_risk, at_risk_arr,
  at_risk_share, support_incident_rate_90d, account_load, arr_load
from csm_portfolio
