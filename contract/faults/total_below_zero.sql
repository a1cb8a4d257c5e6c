-- Customers whose discounts exceeded what they discount: a coupon that outlived its plan.
with discounted as (
  select distinct subscriptions.account_id
  from subscriptions
  where subscriptions.mrr < 0),
days as (
  select distinct subscriptions.account_id, day.day
  from subscriptions
  join discounted on discounted.account_id = subscriptions.account_id
  cross join lateral (values (lower(subscriptions.charged)), (upper(subscriptions.charged))) as day (day)
  where day.day is not null),
totals as (
  select days.account_id, days.day, sum(subscriptions.mrr) as mrr
  from days
  join subscriptions on subscriptions.account_id = days.account_id and subscriptions.charged @> days.day
  group by days.account_id, days.day)
select 'subscriptions' as table_name,
  totals.account_id::text as key,
  totals.account_id::text as account_id,
  format('all lines of the account together are below zero from %s on: %s a month', min(totals.day),
    round(min(totals.mrr), 2)) as fault,
  'warning' as severity,
  'the total counts as 0' as done,
  'end the discount with what it discounts' as to_do
from totals
where totals.mrr < 0
group by totals.account_id
