-- Made by tools/dbt-package from views/.
{{ config(alias='feedback_measures') }}

with accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
csm_sentiment as not materialized (select * from {{ ref('customer360__csm_sentiment') }}),
feedback_answers as not materialized (select * from {{ ref('customer360__feedback_answers') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
answered as (
  select feedback_answers.account_id, feedback_answers.survey, feedback_answers.rating, feedback_answers.scale,
    feedback_answers.fraction, feedback_answers.responded_on,
    feedback_answers.responded_on > (select {{ customer360.as_of() }} - 365) as is_year,
    feedback_answers.responded_on > (select {{ customer360.as_of() }} - 90) as is_quarter
  from feedback_answers
  where feedback_answers.account_id is not null),
measured as (
  select answered.account_id,
    count(*) filter (where answered.is_year) as responses,
    count(*) filter (where answered.is_quarter) as responses_90d,
    max(answered.responded_on) as last_response_on,
    nps_stats(answered.rating) filter (where answered.is_year and answered.survey = 'nps') as nps,
    nps(answered.rating) filter (where answered.is_quarter and answered.survey = 'nps') as nps_90d,
    count(answered.rating) filter (where answered.is_year and answered.survey = 'csat') as csat_responses,
    csat(answered.rating, answered.scale)
      filter (where answered.is_year and answered.survey = 'csat' and answered.scale is not null) as csat,
    csat(answered.rating, answered.scale)
      filter (where answered.is_quarter and answered.survey = 'csat' and answered.scale is not null) as csat_90d,
    ces(answered.rating, answered.scale)
      filter (where answered.is_year and answered.survey = 'ces' and answered.scale is not null) as ces,
    ces(answered.rating, answered.scale)
      filter (where answered.is_quarter and answered.survey = 'ces' and answered.scale is not null) as ces_90d,
    trend(answered.fraction, answered.responded_on) filter (where answered.is_year) as trend
  from answered
  group by answered.account_id),
judged as (
  select distinct on (csm_sentiment.account_id) csm_sentiment.account_id, csm_sentiment.sentiment,
    csm_sentiment.observed_on
  from csm_sentiment
  where csm_sentiment.observed_on <= {{ customer360.as_of() }}
  order by csm_sentiment.account_id, csm_sentiment.observed_on desc)
select
  accounts.account_id,
  case when source_tables.survey_responses_account_id then coalesce(measured.responses, 0) end as responses,
  case when source_tables.survey_responses_account_id then coalesce(measured.responses_90d, 0) end as responses_90d,
  measured.last_response_on,
  case when source_tables.survey_responses_account_id then coalesce((measured.nps).n, 0) end as nps_responses,
  (measured.nps).nps as nps,
  (measured.nps).margin_95 as nps_margin,
  measured.nps_90d,
  case when source_tables.survey_responses_account_id then coalesce(measured.csat_responses, 0) end as csat_responses,
  measured.csat,
  measured.csat_90d,
  case when source_tables.survey_responses_account_id then coalesce((measured.ces).n, 0) end as ces_responses,
  (measured.ces).mean as ces,
  (measured.ces).top_box_share as ces_top_box_share,
  (measured.ces_90d).mean as ces_90d,
  (measured.trend).slope_per_30_days as trend_per_30_days,
  (measured.trend).t as trend_t,
  (measured.trend).direction as trend,
  (measured.trend).direction = 'down' as is_trending_down,
  judged.sentiment as csm_sentiment,
  judged.observed_on as sentiment_on
from accounts
cross join source_tables
left join measured on measured.account_id = accounts.account_id
left join judged on judged.account_id = accounts.account_id
