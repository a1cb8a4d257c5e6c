-- Made by tools/dbt-package from views/.
{{ config(alias='renewal_expectations') }}

with contracts_due as not materialized (select * from {{ ref('customer360__contracts_due') }}),
score_history as not materialized (select * from {{ ref('customer360__score_history') }}),
contracts_known as materialized (
  select * from contracts_due),
settings as (
  select
    90 as block_days,
    3 as last_block,
    31 as record_days,
    90 as settled_days,
    10 as least_contracts),
-- Contracts that were over long ago, seen once in each block of days before their end; and those that are due, seen on
-- the day of the forecast.
seen as (
  select
    contracts_known.*,
    true as is_over,
    quarters_ahead,
    middle.day as seen_on
  from contracts_known
  cross join settings
  cross join generate_series(0, settings.last_block) as quarters_ahead
  cross join lateral (
    select contracts_known.ends_on - settings.block_days * quarters_ahead - settings.block_days / 2 as day) as middle
  where contracts_known.ends_on <= contracts_known.known_on - settings.settled_days
    and contracts_known.starts_on <= middle.day and (contracts_known.renewed_on <= middle.day) is not true
    and (contracts_known.terminated_on <= middle.day) is not true
    and contracts_known.outcome is not null
  union all
  select
    contracts_known.*,
    false,
    least((contracts_known.ends_on - contracts_known.known_on) / settings.block_days, settings.last_block),
    contracts_known.known_on
  from contracts_known
  cross join settings
  where contracts_known.terminated_on is null and contracts_known.ends_on > contracts_known.known_on
    and contracts_known.ends_on <= (contracts_known.known_on + interval '1 year')::date),
classed as (
  select
    seen.*,
    coalesce(latest.band, 'unscored') as risk_class
  from seen
  cross join settings
  left join lateral (
    select score_history.band
    from score_history
    where score_history.account_id = seen.account_id and score_history.rubric = 'product_adoption'
      and score_history.day <= seen.seen_on
      and score_history.day > seen.seen_on - settings.record_days
    order by score_history.day desc
    limit 1) as latest on true),
rates as (
  select
    known_on,
    quarters_ahead,
    risk_class,
    grouping(risk_class) = 0 as is_of_class,
    count(*) as contracts,
    count(*) filter (where outcome in ('renewed', 'replaced')) as renewed
  from classed
  where is_over
  group by grouping sets ((known_on, quarters_ahead, risk_class), (known_on, quarters_ahead))),
rated as (
  select
    classed.*,
    of_class.contracts >= settings.least_contracts as is_of_class,
    of_class.contracts as class_contracts,
    of_class.renewed as class_renewed,
    of_all.contracts as all_contracts,
    of_all.renewed as all_renewed
  from classed
  cross join settings
  left join rates as of_class on of_class.is_of_class and of_class.known_on = classed.known_on
    and of_class.quarters_ahead = classed.quarters_ahead and of_class.risk_class = classed.risk_class
  left join rates as of_all on not of_all.is_of_class and of_all.known_on = classed.known_on
    and of_all.quarters_ahead = classed.quarters_ahead
  where not classed.is_over)
select
  rated.known_on,
  rated.contract_id,
  rated.account_id,
  rated.ends_on,
  rated.auto_renew,
  rated.quarters_ahead,
  rated.outcome,
  rated.due_mrr,
  rated.risk_class,
  chosen.contracts as past_contracts,
  chosen.renewed as past_renewed,
  case when basis.is_asked then chosen.renewed::numeric / nullif(chosen.contracts, 0) else 1 end as renewal_rate,
  chosen.is_of_class,
  case when basis.is_asked then rated.due_mrr * chosen.renewed / nullif(chosen.contracts, 0)
    when rated.due_mrr is not null then rated.renewed_mrr end as expected_mrr
from rated
-- For a contract that is renewed there is nothing to learn from others.
cross join lateral (
  select
    rated.outcome is distinct from 'renewed' as is_asked,
    coalesce(rated.is_of_class, false) as is_of_class) as basis
cross join lateral (
  select
    case when basis.is_asked then basis.is_of_class end as is_of_class,
    case when basis.is_asked then
      case when basis.is_of_class then rated.class_contracts else coalesce(rated.all_contracts, 0) end end as contracts,
    case when basis.is_asked then
      case when basis.is_of_class then rated.class_renewed else coalesce(rated.all_renewed, 0) end end as renewed)
  as chosen
