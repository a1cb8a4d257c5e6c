-- The MRR bridge step by step, as charts want it: seven rows per month of mrr_bridge, from the starting balance over
-- the five movements to the ending balance. Amounts add up: the start and the movements are the end.
--
-- month: first day of the month
-- is_finished: as_of() has reached its last day; false = the movements so far
-- step: 1 to 7, the order of the rows
-- movement: starting, new, expansion, contraction, churn, reactivation or ending
-- amount: the balance, or what moved; negative for contraction and churn
-- customers: customers with MRR at that balance, or those who moved
-- balance: MRR after the step: where the next bar of the chart begins
with counted as (
  select mrr_bridge(account_id, charged, mrr, 'month', as_of(), '{"below_zero": "zero"}') as months
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
  (month + interval '1 month')::date - 1 <= as_of() as is_finished,
  step::integer as step,
  movement,
  amount,
  customers,
  case when movement = 'ending' then amount else sum(amount) over (partition by month order by step) end as balance
from steps
order by month, step
