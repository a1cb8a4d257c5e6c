-- Items of subscriptions while status, price and quantity are the same: one row per item and run of days, with its
-- price (NULL = not known) before discounts.
select
  subscription_days.subscription_id,
  subscription_days.customer_id,
  subscription_days.status,
  subscription_days.trial_ends_on,
  item_days.item_id,
  greatest(subscription_days.from_day, item_days.from_day) as from_day,
  least(subscription_days.to_day, item_days.to_day) as to_day,
  sold_prices.product,
  sold_prices.is_by_seat,
  sold_prices.currency,
  case when not subscription_days.is_unclear then sold_prices.amount end as amount,
  sold_prices.billing_unit,
  sold_prices.interval_count,
  item_days.quantity as sold,
  case when sold_prices.divide_by > 0 and sold_prices.rounded = 'down' then
      floor(item_days.quantity::numeric / sold_prices.divide_by)
    when sold_prices.divide_by > 0 then ceil(item_days.quantity::numeric / sold_prices.divide_by)
    else item_days.quantity end as quantity
from subscription_days
join item_days on item_days.subscription_id = subscription_days.subscription_id
  and (item_days.from_day < subscription_days.to_day) is not false
  and (subscription_days.from_day < item_days.to_day) is not false
left join sold_prices on sold_prices.id = item_days.price_id
