-- Made by tools/dbt-package from views/.
{{ config(alias='feedback') }}

with csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
feedback_measures as not materialized (select * from {{ ref('customer360__feedback_measures') }})
select
  csm_accounts.account_id,
  csm_accounts.account,
  csm_accounts.csm,
  feedback_measures.responses,
  feedback_measures.responses_90d,
  feedback_measures.last_response_on,
  feedback_measures.nps_responses,
  feedback_measures.nps,
  feedback_measures.nps_margin,
  feedback_measures.nps_90d,
  feedback_measures.csat_responses,
  feedback_measures.csat,
  feedback_measures.csat_90d,
  feedback_measures.ces_responses,
  feedback_measures.ces,
  feedback_measures.ces_top_box_share,
  feedback_measures.ces_90d,
  feedback_measures.trend_per_30_days,
  feedback_measures.trend_t,
  feedback_measures.trend,
  feedback_measures.is_trending_down,
  feedback_measures.csm_sentiment,
  feedback_measures.sentiment_on
from csm_accounts
join feedback_measures on feedback_measures.account_id = csm_accounts.account_id
order by csm_accounts.account_id
