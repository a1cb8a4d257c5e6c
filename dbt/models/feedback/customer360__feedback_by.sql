-- Made by tools/dbt-package from views/.
{{ config(alias='feedback_by') }}

with account_groups as not materialized (select * from {{ ref('customer360__account_groups') }}),
feedback_answers as not materialized (select * from {{ ref('customer360__feedback_answers') }}),
kpi_months as not materialized (select * from {{ ref('customer360__kpi_months') }}),
placed as (
  select
    kpi_months.month,
    kpi_months.is_finished,
    feedback_answers.survey,
    feedback_answers.rating,
    feedback_answers.scale,
    coalesce(account_groups.segment, 'not known') as segment,
    coalesce(account_groups.tier, 'not known') as tier,
    coalesce(account_groups.stage, 'not known') as stage,
    coalesce(account_groups.csm, 'nobody') as csm
  from kpi_months
  join feedback_answers
    on date_trunc('month', feedback_answers.responded_on::timestamp)::date = kpi_months.month
  left join account_groups on account_groups.account_id = feedback_answers.account_id
    and account_groups.month = kpi_months.month and account_groups.period = 'month'),
grouped as (
  select
    month,
    is_finished,
    survey,
    case
      when grouping(segment) = 0 then 'segment'
      when grouping(tier) = 0 then 'tier'
      when grouping(stage) = 0 then 'stage'
      when grouping(csm) = 0 then 'csm'
      else 'all' end as grouped_by,
    coalesce(segment, tier, stage, csm, 'all') as group_name,
    count(rating) as n,
    nps_stats(rating) filter (where survey = 'nps') as nps,
    csat(rating, scale) filter (where survey = 'csat' and scale is not null) as csat,
    ces(rating, scale) filter (where survey = 'ces' and scale is not null) as ces,
    stddev_samp(rating) filter (where survey = 'ces') as ces_deviation
  from placed
  group by grouping sets ((month, is_finished, survey), (month, is_finished, survey, segment),
    (month, is_finished, survey, tier), (month, is_finished, survey, stage), (month, is_finished, survey, csm)))
select
  month,
  is_finished,
  survey,
  grouped_by,
  group_name,
  n,
  (nps).nps as nps,
  csat,
  (ces).mean as ces,
  (ces).top_box_share as ces_top_box_share,
  case survey
    when 'nps' then (nps).margin_95
    when 'csat' then 1.96 * sqrt(csat * (1 - csat) / nullif(n - 1, 0))
    when 'ces' then case when (ces).mean is not null then 1.96 * ces_deviation / sqrt(n::numeric) end end as margin
from grouped
order by month, survey, grouped_by, group_name
