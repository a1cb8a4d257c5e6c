-- The renewal forecast by month, and how well it did: one row per day of forecast and month of the contracts' end. The
-- forecast of as_of() tells the year to come, that of the same day a year before what was expected of the year that is
-- over, beside what came of it. The first and the last month are parts, since a forecast covers a year from its day.
--
-- known_on: the day of the forecast: as_of(), or a year before
-- month: first day of the month in which the terms end
-- contracts: contracts due in it, as known on that day
-- renewed_before: those already signed for renewal by that day
-- due_mrr: their MRR on that day; NULL = not known
-- expected_mrr: what of it was expected to be renewed; NULL = no contract had ended before, or not known
-- expected_rate: expected_mrr ÷ due_mrr, money per money
-- renewed: contracts among them that are renewed by as_of(), or were replaced before their end; NULL here and below =
--   the forecast of as_of(), or not known
-- lost: contracts among them that are lost, or were terminated before their end
-- open: the others: not renewed, and still charged
-- renewed_mrr: MRR of the renewed contracts, and of their successors
-- forecast_error: expected_mrr less renewed_mrr, ÷ renewed_mrr, money per money; negative = more came than was expected
-- renewal_opportunity_mrr: open renewal opportunities expected to close in the month; NULL here and below = the
--   forecast of a year before, or opportunities are not known
-- expansion_opportunity_mrr: open upsell and cross-sell opportunities of customers expected to close in the month
with became as (
  select
    contract_id,
    outcome,
    renewed_mrr
  from contracts_due
  where known_on = as_of()),
monthly as (
  select
    renewal_expectations.known_on,
    date_trunc('month', renewal_expectations.ends_on::timestamp)::date as month,
    count(*) as contracts,
    count(*) filter (where renewal_expectations.outcome = 'renewed') as renewed_before,
    sum(renewal_expectations.due_mrr) as due_mrr,
    sum(renewal_expectations.expected_mrr) as expected_mrr,
    count(*) filter (where became.outcome in ('renewed', 'replaced')) as renewed,
    count(*) filter (where became.outcome in ('lost', 'ended_early')) as lost,
    count(*) filter (where became.outcome = 'open') as open,
    coalesce(sum(became.renewed_mrr) filter (where became.outcome in ('renewed', 'replaced')), 0) as renewed_mrr
  from renewal_expectations
  left join became on became.contract_id = renewal_expectations.contract_id
  group by renewal_expectations.known_on, date_trunc('month', renewal_expectations.ends_on::timestamp)),
working as (
  select
    date_trunc('month', expected_on::timestamp)::date as month,
    coalesce(sum(mrr) filter (where kind = 'renewal'), 0) as renewal_mrr,
    coalesce(sum(mrr) filter (where kind in ('upsell', 'cross_sell')), 0) as expansion_mrr
  from opportunities
  where (created_on > as_of()) is not true and (outcome is null or decided_on > as_of())
  group by date_trunc('month', expected_on::timestamp))
select
  monthly.known_on,
  monthly.month,
  monthly.contracts,
  monthly.renewed_before,
  monthly.due_mrr,
  round(monthly.expected_mrr, 2) as expected_mrr,
  round(monthly.expected_mrr / nullif(monthly.due_mrr, 0), 4) as expected_rate,
  case when shown.is_over then monthly.renewed end as renewed,
  case when shown.is_over then monthly.lost end as lost,
  case when shown.is_over then monthly.open end as open,
  case when shown.is_over then monthly.renewed_mrr end as renewed_mrr,
  case when shown.is_over then
    round((monthly.expected_mrr - monthly.renewed_mrr) / nullif(monthly.renewed_mrr, 0), 4) end as forecast_error,
  case when shown.has_opportunities then coalesce(working.renewal_mrr, 0) end as renewal_opportunity_mrr,
  case when shown.has_opportunities then coalesce(working.expansion_mrr, 0) end as expansion_opportunity_mrr
from monthly
cross join source_tables
left join working on working.month = monthly.month
cross join lateral (
  select
    monthly.known_on < as_of() and source_tables.subscriptions as is_over,
    monthly.known_on = as_of() and source_tables.opportunities_kind and source_tables.opportunities_mrr
      and source_tables.opportunities_expected_on as has_opportunities) as shown
order by monthly.known_on, monthly.month
