-- What is charged again and again: one row per item of a subscription and run of days, and a row of product discount
-- below it where a coupon lowers it. Amounts are in units of the currency, not in cents, and without tax.
--
-- Several coupons of a subscription apply one after the other, those in percent first; what they leave of the whole is
-- shared out by what each item costs, and is never below 0. A coupon of an amount counts in its own currency only. An
-- item at an unknown price has no discount either. seats: only where the product's unit is called so.
with lines as materialized (
  select priced_lines.*, priced_lines.amount * coalesce(priced_lines.quantity, 1) as price
  from priced_lines),
priced as (
  select lines.*
  from lines
  where lines.price > 0),
paying as (
  select distinct priced.subscription_id, priced.customer_id, priced.currency
  from priced),
applied as (
  select paying.subscription_id, paying.currency, true as is_own, discount_days.from_day,
    coalesce(discount_days.to_day, 'infinity') as to_day, discount_days.percent_off,
    case when discount_days.currency = paying.currency then discount_days.amount_off end as amount_off
  from paying
  join discount_days on discount_days.subscription_id = paying.subscription_id
  union all
  select paying.subscription_id, paying.currency, false, discount_days.from_day,
    coalesce(discount_days.to_day, 'infinity'), discount_days.percent_off,
    case when discount_days.currency = paying.currency then discount_days.amount_off end
  from paying
  join discount_days on discount_days.customer_id = paying.customer_id and discount_days.subscription_id is null),
-- Days on which what is charged, or a discount of it, changes.
days as (
  select priced.subscription_id, bound.day
  from priced
  cross join lateral (values (priced.from_day), (coalesce(priced.to_day, 'infinity'))) as bound (day)
  where priced.subscription_id in (select applied.subscription_id from applied)
  union
  select applied.subscription_id, bound.day
  from applied
  cross join lateral (values (applied.from_day), (applied.to_day)) as bound (day)),
stretches as (
  select days.subscription_id, days.day as from_day,
    lead(days.day) over (partition by days.subscription_id order by days.day) as to_day
  from days),
at_once as (
  select stretches.to_day as until, applied.*, stretches.from_day as day,
    bool_or(applied.is_own) over (partition by stretches.subscription_id, stretches.from_day) as has_own
  from stretches
  join applied on applied.subscription_id = stretches.subscription_id and applied.from_day <= stretches.from_day
    and applied.to_day > stretches.from_day
  where stretches.to_day is not null),
rebates as (
  select at_once.subscription_id, at_once.currency, at_once.day, at_once.until,
    case when bool_or(at_once.percent_off >= 100) then 0
      else round(coalesce(exp(sum(ln(1 - at_once.percent_off / 100)) filter (where at_once.percent_off < 100)), 1), 12)
      end as kept,
    coalesce(sum(at_once.amount_off), 0) as amount_off
  from at_once
  where at_once.is_own or not at_once.has_own
  group by at_once.subscription_id, at_once.currency, at_once.day, at_once.until),
totals as (
  select priced.*, rebates.day, rebates.until, rebates.kept, rebates.amount_off,
    sum(priced.price) over (partition by priced.subscription_id, rebates.day, priced.currency, priced.billing_unit,
      priced.interval_count) as total
  from priced
  join rebates on rebates.subscription_id = priced.subscription_id and rebates.currency = priced.currency
    and rebates.day >= priced.from_day and rebates.day < coalesce(priced.to_day, 'infinity')),
reduced as (
  select totals.*, greatest(totals.total * totals.kept - totals.amount_off, 0) as left_over
  from totals)
select
  lines.item_id || ':' || lines.from_day as subscription_id,
  lines.customer_id as account_id,
  lines.product,
  daterange(lines.from_day, lines.to_day) as valid,
  case when lines.is_by_seat then lines.sold end as seats,
  lines.quantity,
  lines.amount,
  lines.billing_unit,
  lines.interval_count,
  lines.currency,
  lines.status,
  lines.trial_ends_on
from lines
union all
select
  reduced.item_id || ':' || reduced.day || ':discount',
  reduced.customer_id,
  'discount',
  daterange(reduced.day, nullif(reduced.until, 'infinity')),
  null,
  null,
  reduced.price * reduced.left_over / reduced.total - reduced.price,
  reduced.billing_unit,
  reduced.interval_count,
  reduced.currency,
  reduced.status,
  reduced.trial_ends_on
from reduced
where reduced.left_over < reduced.total
