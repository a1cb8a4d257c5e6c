-- What a price is: one row per price, or per plan that is no price. amount is of one unit, and NULL where nobody can
-- know it beforehand: by tiers, by use, or for what the customer likes to give. A deleted price still holds where it
-- was sold.
with priced as (
  select price.id, price.product_id, price.nickname, price.currency, price.billing_scheme,
    coalesce(price.unit_amount_decimal, price.unit_amount) as amount, price.recurring_interval as billing_unit,
    price.recurring_interval_count as interval_count, price.recurring_usage_type as usage_type,
    price.transform_quantity_divide_by as divide_by, price.transform_quantity_round as rounded, 1 as place
  from price
  union all
  select plan.id, plan.product_id, plan.nickname, plan.currency, plan.billing_scheme, plan.amount, plan."interval",
    plan.interval_count, plan.usage_type, null, null, 2
  from plan)
select distinct on (priced.id)
  priced.id,
  coalesce(nullif(btrim(product.name), ''), nullif(btrim(priced.nickname), ''), priced.product_id) as product,
  lower(btrim(product.unit_label)) in ('seat', 'seats', 'user', 'users', 'licence', 'licences', 'license', 'licenses',
    'member', 'members') as is_by_seat,
  upper(priced.currency) as currency,
  case when priced.billing_scheme is distinct from 'tiered' and priced.usage_type is distinct from 'metered' then
    priced.amount / coalesce(currencies.units, 100) end as amount,
  priced.billing_unit,
  priced.interval_count,
  priced.divide_by,
  priced.rounded
from priced
left join currencies on currencies.currency = lower(priced.currency)
left join product on product.id = priced.product_id
order by priced.id, priced.place
