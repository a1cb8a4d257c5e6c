select
  quarter::text as quarter, measured_on::text as measured_on, metric, label, band, customers, mrr, left_90d,
  left_rate_90d, auc, lift, direction, adoption_weight, health_weight
from score_backtest
