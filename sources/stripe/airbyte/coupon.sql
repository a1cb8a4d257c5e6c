-- Coupons: one row each, as it was delivered last; one that Stripe no longer lists, as a discount has it.
with named as (
  select distinct on (coupons.id) coupons.id, coupons.percent_off, coupons.amount_off, coupons.currency,
    coupons.duration, coupons.duration_in_months
  from coupons
  order by coupons.id, try_bigint(coupons._airbyte_meta ->> 'sync_id') desc nulls last, coupons.updated desc nulls last,
    coupons._airbyte_extracted_at desc nulls last),
given as (
  select seen_discounts.discount -> 'coupon' as coupon
  from seen_discounts)
select named.*
from named
union all
select * from (
  select distinct on (given.coupon ->> 'id') given.coupon ->> 'id', try_amount(given.coupon ->> 'percent_off'),
    try_amount(given.coupon ->> 'amount_off'), given.coupon ->> 'currency', given.coupon ->> 'duration',
    try_bigint(given.coupon ->> 'duration_in_months')
  from given
  where given.coupon ->> 'id' <> '' and given.coupon ->> 'id' not in (select named.id from named where named.id <> '')
  order by given.coupon ->> 'id') as unlisted
