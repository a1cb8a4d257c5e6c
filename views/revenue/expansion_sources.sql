-- Why the MRR of those who stayed rose or fell: one row per month, movement and source, where something moved. Over its
-- sources a movement is that of mrr_bridge. Each customer that expanded or contracted in a month is taken apart by
-- product, at the month's end against the end of the month before: units sold times the price before is upsell, the
-- rest of a product's change its price, or its tier if the contract's tier changed. So one source may rise while
-- another falls in the same movement.
--
-- month: first day of the month
-- is_finished: as_of() has reached its last day; false = the movements so far
-- movement: expansion or contraction, of the customer as a whole
-- source: upsell = more or less of the same, and another tier; cross_sell = a product that the customer did not have,
--   or has no longer; price = the same costs more or less; discount = a discount that began, ended or changed
-- change: the source in words, by its sign: more units or fewer units, higher tier or lower tier, another product or
--   product dropped, price rise or price cut, discount ended or discount granted
-- customers: customers behind the amount
-- amount: MRR gained, or lost: negative
-- share_of_movement: amount ÷ the movement of the month, money per money; negative = it went against the movement
with lines as (
  select
    account_id,
    charged,
    mrr,
    coalesce(seats, quantity) as units,
    (mrr > 0) is not false as is_paid,
    mrr < 0 as is_discount,
    -- Seats sold on a line of their own are more of what the customer had first.
    case when lower(btrim(product)) = 'seats' then coalesce((array_agg(product) filter (where is_product.holds) over (
      partition by account_id order by lower(charged), subscription_id
      rows between unbounded preceding and unbounded following))[1], product) else product end as product
  from subscriptions
  cross join lateral (
    select product is not null and lower(btrim(product)) <> 'seats' and (mrr >= 0) is not false as holds) as is_product
  where lower(charged) <= as_of()),
histories as (
  select
    account_id,
    mrr_agg(charged * daterange(null, as_of() + 1), mrr, '{"below_zero": "zero"}') as history
  from lines
  group by account_id),
moved as (
  select
    histories.account_id,
    movement.period as month,
    movement.movement,
    movement.period - 1 as starts_after,
    least((movement.period + interval '1 month')::date - 1, as_of()) as ends_on
  from histories
  cross join mrr_movements(histories.history, 'month', as_of()) as movement
  where movement.movement in ('expansion', 'contraction')),
tiered as (
  select
    moved.account_id,
    moved.month,
    (array_agg(contracts.tier order by lower(contracts.term) desc, contracts.contract_id desc)
      filter (where lower(contracts.term) <= moved.starts_after))[1] as tier_before,
    (array_agg(contracts.tier order by lower(contracts.term) desc, contracts.contract_id desc))[1] as tier
  from moved
  join contracts on contracts.account_id = moved.account_id and contracts.signed_on <= moved.ends_on
    and lower(contracts.term) <= moved.ends_on
  where contracts.tier is not null
  group by moved.account_id, moved.month),
compared as (
  select
    moved.account_id,
    moved.month,
    moved.movement,
    lines.product,
    lines.is_discount,
    coalesce(sum(lines.mrr) filter (where lines.charged @> moved.starts_after), 0) as mrr_before,
    coalesce(sum(lines.mrr) filter (where lines.charged @> moved.ends_on), 0) as mrr,
    sum(lines.units) filter (where lines.charged @> moved.starts_after) as units_before,
    sum(lines.units) filter (where lines.charged @> moved.ends_on) as units,
    coalesce(bool_or(lines.is_paid) filter (where lines.charged @> moved.starts_after), false) as was_paid,
    coalesce(bool_or(lines.is_paid) filter (where lines.charged @> moved.ends_on), false) as is_paid
  from moved
  join lines on lines.account_id = moved.account_id
  where lines.charged @> moved.starts_after or lines.charged @> moved.ends_on
  group by moved.account_id, moved.month, moved.movement, lines.product, lines.is_discount),
priced as (
  select
    *,
    mrr - mrr_before as change,
    round(mrr_before * (units - units_before) / nullif(units_before, 0), 2) as of_units
  from compared
  where mrr <> mrr_before),
split as (
  select
    priced.account_id,
    priced.month,
    priced.movement,
    part.source,
    part.amount
  from priced
  left join tiered on tiered.account_id = priced.account_id and tiered.month = priced.month
  cross join lateral (
    select
      tiered.tier <> tiered.tier_before as has_new_tier,
      -- Less than a cent is no other price.
      case when abs(priced.change - priced.of_units) < 0.01 then priced.change else coalesce(priced.of_units, 0) end
        as of_units) as same
  cross join lateral (
    values
      ('discount', case when priced.is_discount then priced.change end),
      ('product', case when not priced.is_discount and priced.is_paid <> priced.was_paid then priced.change end),
      ('units', case when not priced.is_discount and priced.is_paid = priced.was_paid then same.of_units end),
      (case when same.has_new_tier then 'tier' else 'price' end,
        case when not priced.is_discount and priced.is_paid = priced.was_paid then priced.change - same.of_units end))
    as part (source, amount)
  where part.amount <> 0),
named as (
  select
    split.*,
    case split.source
      when 'units' then case when split.amount > 0 then 'more units' else 'fewer units' end
      when 'tier' then case when split.amount > 0 then 'higher tier' else 'lower tier' end
      when 'product' then case when split.amount > 0 then 'another product' else 'product dropped' end
      when 'price' then case when split.amount > 0 then 'price rise' else 'price cut' end
      else case when split.amount > 0 then 'discount ended' else 'discount granted' end end as change
  from split)
select
  month,
  (month + interval '1 month')::date - 1 <= as_of() as is_finished,
  movement::text as movement,
  case source when 'product' then 'cross_sell' when 'units' then 'upsell' when 'tier' then 'upsell' else source end
    as source,
  change,
  count(distinct account_id) as customers,
  sum(amount) as amount,
  round(sum(amount) / sum(sum(amount)) over (partition by month, movement), 4) as share_of_movement
from named
group by month, movement, source, change
order by month, movement, source, change
