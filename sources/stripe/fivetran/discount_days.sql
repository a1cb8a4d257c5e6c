-- Coupons that lower what a subscription costs, and when: one row per coupon and thing; subscription_id NULL = all of
-- the customer's subscriptions that have none of their own. A coupon for one invoice (once) is no part of recurring
-- revenue. One for some months ends as it says, or that many months after its start; one for ever does not end, unless
-- only invoices still know it: then with the last period that they charged.
with charged as (
  select line.invoice_id, max(line.period_end) as until
  from invoice_line_item as line
  group by line.invoice_id),
given as (
  select given_coupons.coupon_id, given_coupons.customer_id, given_coupons.subscription_id, given_coupons.start,
    max(given_coupons.ends_at) as ends_at, max(given_coupons.removed_at) as removed_at,
    bool_or(given_coupons.invoice_id is null) as is_kept, max(charged.until) as charged_until
  from given_coupons
  left join charged on charged.invoice_id = given_coupons.invoice_id
  group by given_coupons.coupon_id, given_coupons.customer_id, given_coupons.subscription_id, given_coupons.start)
select
  given.customer_id,
  given.subscription_id,
  local_day(given.start) as from_day,
  local_day(least(given.removed_at, coalesce(given.ends_at,
    case coupon.duration when 'repeating' then
      given.start + make_interval(months => coupon.duration_in_months::integer) end,
    case when not given.is_kept then given.charged_until end))) as to_day,
  coupon.percent_off,
  coupon.amount_off / coalesce(currencies.units, 100) as amount_off,
  upper(coupon.currency) as currency
from given
join coupon on coupon.id = given.coupon_id and coupon.duration is distinct from 'once'
left join currencies on currencies.currency = lower(coupon.currency)
