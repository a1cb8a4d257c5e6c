-- Made by tools/dbt-package from views/.
{{ config(alias='account_upsells') }}

with contracts as not materialized (select * from {{ ref('customer360__contracts') }}),
source_vocabulary as not materialized (select * from {{ ref('customer360__source_vocabulary') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
tiers as (
  with words as (
    select distinct on (known.table_name, known.column_name, known.word)
      known.table_name,
      known.column_name,
      known.word,
      known.meaning
    from (
      select contract.table_name, contract.column_name, c360_word(either.word) as word, contract.meaning, false as is_own
      from c360_contract_words() as contract
      cross join lateral unnest(contract.meaning || contract.words) as either (word)
      union all
      select contract.table_name, contract.column_name, c360_word(own.word), contract.meaning, true
      from source_vocabulary as own
      join c360_contract_words() as contract on c360_word(contract.table_name) = c360_word(own.table_name)
        and c360_word(contract.column_name) = c360_word(own.column_name)
        and c360_word(own.meaning) in (
          select c360_word(either.word) from unnest(contract.meaning || contract.words) as either (word))) as known
    order by known.table_name, known.column_name, known.word, known.is_own desc, known.meaning)
  select
    words.word,
    array_position(array['starter', 'professional', 'enterprise'], words.meaning) as place
  from words
  where words.table_name = 'accounts' and words.column_name = 'tier'), lines as (
  select
    *,
    (mrr > 0) is not false as is_paid
  from subscriptions
  where lower(charged) <= {{ customer360.as_of() }}),
signed as (
  select
    account_id,
    tier,
    lower(term) as starts_on,
    -- What is signed late is in force from then on: no month that is over changes.
    greatest(lower(term), signed_on) as in_force_on
  from contracts
  where signed_on <= {{ customer360.as_of() }}),
-- Who can have bought more in a month: customers with a line or a contract that begins in it.
changing as (
  select
    account_id,
    date_trunc('month', lower(charged)::timestamp)::date as month
  from lines
  union
  select
    account_id,
    date_trunc('month', in_force_on::timestamp)::date
  from signed
  where in_force_on <= {{ customer360.as_of() }}),
compared as (
  select
    *,
    month - 1 as starts_after,
    least((month + interval '1 month')::date - 1, {{ customer360.as_of() }}) as ends_on
  from changing),
bought as (
  select
    compared.account_id,
    compared.month,
    coalesce(sum(coalesce(lines.seats, lines.quantity)) filter (where lines.charged @> compared.starts_after), 0)
      as units_before,
    coalesce(sum(coalesce(lines.seats, lines.quantity)) filter (where lines.charged @> compared.ends_on), 0) as units,
    coalesce(array_agg(lines.product) filter (where lines.product is not null and lines.is_paid
      and lines.charged @> compared.starts_after), '{}') as products_before,
    coalesce(array_agg(lines.product) filter (where lines.product is not null and lines.is_paid
      and lines.charged @> compared.ends_on), '{}') as products
  from compared
  join lines on lines.account_id = compared.account_id
  group by compared.account_id, compared.month
  having sum(lines.mrr) filter (where lines.charged @> compared.starts_after) > 0
    and sum(lines.mrr) filter (where lines.charged @> compared.ends_on) > 0),
tiered as (
  select
    compared.account_id,
    compared.month,
    (array_agg(tier.place order by signed.starts_on desc) filter (where signed.in_force_on <= compared.starts_after))[1]
      as place_before,
    (array_agg(tier.place order by signed.starts_on desc) filter (where signed.in_force_on <= compared.ends_on))[1]
      as place
  from compared
  join signed on signed.account_id = compared.account_id
  left join tiers as tier on tier.word = c360_word(signed.tier)
  group by compared.account_id, compared.month)
select
  bought.account_id,
  bought.month
from bought
left join tiered on tiered.account_id = bought.account_id and tiered.month = bought.month
where bought.units > bought.units_before or not bought.products <@ bought.products_before
  or tiered.place > tiered.place_before
