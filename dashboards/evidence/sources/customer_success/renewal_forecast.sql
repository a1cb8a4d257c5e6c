select
  account_id::text as account_id, account, csm, ends_on::text as ends_on, days_ahead, due_mrr, risk_class, renewal_rate,
  expected_mrr, mrr_at_stake, expansion_opportunity_mrr
from renewal_forecast
