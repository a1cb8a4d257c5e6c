select
  account_id::text as account_id, account, status, segment, tier, region, country, industry, csm, tam, stage, mrr, arr,
  mrr_trend, clv_to_date, renewal_on::text as renewal_on, days_to_renewal, renewal_risk,
  case when is_at_risk then 'at risk' when not is_at_risk then 'no' else 'not known' end as is_at_risk, risk_reason,
  coefficient, activity_band, lifecycle, weekly_activity, usage_change_4w, days_inactive, active_users_28d, stickiness_28d,
  seats_used, seats, seat_utilisation, adoption_score, adoption_band, adoption_percentile, adoption_reason,
  coalesce((select metric ->> 'label' from rubrics, jsonb_path_query(document::jsonb, '$.metrics[*]') as metric
    where rubric = 'product_adoption' and metric ->> 'key' = next_best), next_best) as next_best,
  next_gain, health_score, health_band, fit_score, fit_band, onboarding_status, days_to_go_live, days_to_value,
  open_tickets, tickets_90d, tickets_per_1000_arr_90d, incident_share_90d, first_contact_resolution_rate_90d,
  days_since_contact, touchpoints_90d, nps_12m, csat_12m, ces_12m, csm_sentiment, next_action, attention,
  attention_reason
from customer_360
