-- Made by tools/dbt-package from views/.
{{ config(alias='mrr_waterfall') }}

with subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
counted as (
  select mrr_bridge(account_id, charged, mrr, 'month', {{ customer360.as_of() }}, '{"below_zero": "zero"}') as months
  from subscriptions),
-- All lines are in one currency, so that its effect is always nothing.
steps as (
  select
    period as month,
    movement,
    amount,
    customers,
    row_number() over (partition by period order by place) as step
  from counted
  cross join mrr_waterfall(counted.months) with ordinality as step (period, movement, amount, customers, place)
  where movement <> 'currency effect')
select
  month,
  (month + interval '1 month')::date - 1 <= {{ customer360.as_of() }} as is_finished,
  step::integer as step,
  movement,
  amount,
  customers,
  case when movement = 'ending' then amount else sum(amount) over (partition by month order by step) end as balance
from steps
order by month, step
