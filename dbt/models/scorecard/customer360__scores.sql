-- Made by tools/dbt-package from views/.
{{ config(alias='scores') }}

with account_facts as not materialized (select * from {{ ref('customer360__account_facts') }}),
rubrics as not materialized (select * from {{ ref('customer360__rubrics') }}),
facts as materialized (
  select *
  from account_facts
  where is_charged)
select
  facts.account_id,
  facts.account,
  facts.csm,
  facts.arr,
  rubrics.rubric,
  rubrics.version,
  summary.score,
  summary.band,
  case when summary.score is not null
    then percent_rank() over (partition by rubrics.rubric, summary.score is null order by summary.score)
    end as percentile,
  summary.groups,
  summary.reason,
  summary.reason_key,
  summary.reason_lost,
  summary.next_best,
  summary.next_threshold,
  summary.next_gain
from facts
cross join rubrics
cross join lateral score_summary(rubrics.document, facts, {{ customer360.as_of() }}) as summary
order by rubrics.rubric, summary.score, facts.account_id
