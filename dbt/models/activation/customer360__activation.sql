-- Made by tools/dbt-package from views/.
{{ config(alias='activation') }}

with accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
customer_360 as not materialized (select * from {{ ref('customer360__customer_360') }}),
rubrics as not materialized (select * from {{ ref('customer360__rubrics') }}),
score_history as not materialized (select * from {{ ref('customer360__score_history') }}),
banding as materialized (
  select
    max(version) filter (where rubric = 'product_adoption') as adoption_version,
    (array_agg(document -> 'bands') filter (where rubric = 'product_adoption'))[1] as adoption_bands,
    max(version) filter (where rubric = 'health') as health_version,
    (array_agg(document -> 'bands') filter (where rubric = 'health'))[1] as health_bands
  from rubrics),
-- A recording counts until the next weekly one.
recorded as (
  select
    score_history.account_id,
    band_changes(score_history.score, score_history.day, banding.adoption_bands) filter (
      where score_history.rubric = 'product_adoption' and score_history.version = banding.adoption_version
        and banding.adoption_bands is not null) as adoption_changes,
    max(score_history.day) filter (
      where score_history.rubric = 'product_adoption' and score_history.version = banding.adoption_version)
      >= {{ customer360.as_of() }} - 7 as is_adoption_recent,
    band_changes(score_history.score, score_history.day, banding.health_bands) filter (
      where score_history.rubric = 'health' and score_history.version = banding.health_version
        and banding.health_bands is not null) as health_changes,
    max(score_history.day) filter (
      where score_history.rubric = 'health' and score_history.version = banding.health_version)
      >= {{ customer360.as_of() }} - 7 as is_health_recent
  from score_history
  cross join banding
  where score_history.day <= {{ customer360.as_of() }} and score_history.score is not null
  group by score_history.account_id)
select
  accounts.account_id,
  accounts.name as account,
  case when customer_360.account_id is null then 'prospect' else customer_360.status end as status,
  customer_360.tier,
  customer_360.csm,
  customer_360.arr,
  case when customer_360.adoption_band <> 'red' and recorded.is_adoption_recent
    then coalesce(recorded.adoption_changes[cardinality(recorded.adoption_changes)].band, customer_360.adoption_band)
    else customer_360.adoption_band end as settled_adoption_band,
  case when customer_360.health_band <> 'red' and recorded.is_health_recent
    then coalesce(recorded.health_changes[cardinality(recorded.health_changes)].band, customer_360.health_band)
    else customer_360.health_band end as settled_health_band,
  customer_360.renewal_on,
  customer_360.renewal_risk,
  customer_360.is_at_risk,
  customer_360.risk_reason,
  customer_360.onboarding_status,
  customer_360.attention::bigint as attention,
  customer_360.next_action
from accounts
left join customer_360 on customer_360.account_id = accounts.account_id
left join recorded on recorded.account_id = accounts.account_id
