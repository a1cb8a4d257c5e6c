select
  known_on::text as known_on, month::text as month, contracts, due_mrr, expected_mrr, renewed, lost, renewed_mrr,
  forecast_error
from renewal_forecast_months
