-- Made by tools/dbt-package from views/.
{{ config(alias='contracts_due') }}

with contracts as not materialized (select * from {{ ref('customer360__contracts') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
known as (
  select
    day as known_on,
    source_tables.subscriptions as has_lines
  from source_tables
  cross join unnest(array[{{ customer360.as_of() }}, ({{ customer360.as_of() }} - interval '1 year')::date]) as day),
lines as (
  select
    account_id,
    contract_id,
    charged,
    mrr,
    (mrr > 0) is not false as is_paid
  from subscriptions
  where lower(charged) <= {{ customer360.as_of() }}),
signed as (
  select
    known.known_on,
    known.has_lines,
    contracts.contract_id,
    contracts.account_id,
    contracts.renews_id,
    contracts.signed_on,
    contracts.auto_renew,
    lower(contracts.term) as starts_on,
    nullif(upper(contracts.term), 'infinity') as ends_on,
    case when contracts.terminated_on <= known.known_on then contracts.terminated_on end as terminated_on
  from known
  join contracts on contracts.signed_on <= known.known_on),
contracted as (
  select
    *,
    (terminated_on < ends_on) is true as is_ended_early
  from signed
  where ends_on is not null),
-- A contract that names none renews the last one of the customer that ended within 90 days before it began.
followed as (
  select distinct on (later.known_on, later.contract_id)
    later.known_on,
    later.contract_id as successor_id,
    contracted.contract_id
  from signed as later
  join contracted on contracted.known_on = later.known_on and contracted.account_id = later.account_id
    and contracted.starts_on < later.starts_on
    and later.starts_on between contracted.ends_on and contracted.ends_on + 90
  where later.renews_id is null and not contracted.is_ended_early
  order by later.known_on, later.contract_id, contracted.ends_on desc, contracted.starts_on desc,
    contracted.contract_id),
-- The one that names the contract comes before one that follows, an earlier signature before a later one.
successors as (
  select distinct on (named.known_on, named.contract_id)
    named.known_on,
    named.contract_id,
    signed.contract_id as successor_id,
    signed.signed_on,
    signed.starts_on
  from (
    select known_on, renews_id as contract_id, contract_id as successor_id, 1 as place
    from signed
    where renews_id is not null
    union all
    select known_on, contract_id, successor_id, 2 from followed) as named
  join signed on signed.known_on = named.known_on and signed.contract_id = named.successor_id
  order by named.known_on, named.contract_id, named.place, signed.signed_on, signed.contract_id),
renewed as (
  select
    contracted.*,
    successors.successor_id,
    successors.signed_on as renewed_on,
    greatest(contracted.ends_on, successors.starts_on, successors.signed_on) as succeeded_on
  from contracted
  left join successors on successors.known_on = contracted.known_on
    and successors.contract_id = contracted.contract_id),
-- Lines that name no contract are those of all contracts of the customer.
priced as (
  select
    renewed.known_on,
    renewed.has_lines,
    renewed.contract_id,
    renewed.account_id,
    renewed.starts_on,
    renewed.ends_on,
    renewed.auto_renew,
    renewed.terminated_on,
    renewed.is_ended_early,
    renewed.successor_id,
    renewed.renewed_on,
    sum(lines.mrr) filter (
      where lines.charged @> least(renewed.ends_on - 1, renewed.known_on) and is_own.holds) as due_mrr,
    bool_or(lines.mrr is null and lines.charged @> least(renewed.ends_on - 1, renewed.known_on) and is_own.holds)
      as is_due_unpriced,
    sum(lines.mrr) filter (where lines.charged @> least(renewed.succeeded_on, renewed.known_on)) as renewed_mrr,
    bool_or(lines.mrr is null and lines.charged @> least(renewed.succeeded_on, renewed.known_on))
      as is_renewed_unpriced,
    coalesce(bool_or(lines.is_paid and lines.charged @> renewed.ends_on and is_own.holds), false) as goes_on,
    coalesce(bool_or(lines.is_paid and lines.charged @> renewed.known_on and is_own.holds), false) as is_charged
  from renewed
  left join lines on lines.account_id = renewed.account_id
    and (lines.contract_id in (renewed.contract_id, renewed.successor_id) or lines.contract_id is null)
  left join lateral (
    select (lines.contract_id = renewed.contract_id) is not false as holds) as is_own on true
  group by renewed.known_on, renewed.has_lines, renewed.contract_id, renewed.account_id, renewed.starts_on,
    renewed.ends_on, renewed.auto_renew, renewed.terminated_on, renewed.is_ended_early, renewed.successor_id,
    renewed.renewed_on, renewed.succeeded_on),
-- Materialized: for a reader of one day the planner would expect one contract, and loop over all lines for it.
ended as materialized (
  select
    *,
    successor_id is not null as has_successor,
    coalesce(auto_renew, false) and not is_ended_early and ends_on <= known_on and goes_on and successor_id is null
      as renewed_itself
  from priced)
select
  known_on,
  contract_id,
  account_id,
  starts_on,
  ends_on,
  auto_renew,
  case when has_lines and is_due_unpriced is not true then greatest(due_mrr, 0) end as due_mrr,
  case
    when is_ended_early then case when has_successor then 'replaced' else 'ended_early' end
    when has_successor or renewed_itself then 'renewed'
    when not has_lines then null
    when ends_on <= known_on and not is_charged then 'lost'
    else 'open' end as outcome,
  case when is_ended_early then terminated_on end as terminated_on,
  case when has_lines then renewed_itself end as renewed_itself,
  renewed_on,
  case when has_lines and (has_successor or renewed_itself) and is_renewed_unpriced is not true
    then greatest(renewed_mrr, 0) end as renewed_mrr
from ended
