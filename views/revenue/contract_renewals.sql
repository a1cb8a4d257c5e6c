-- The contracts that come, or came, to the end of an agreed term, and what became of them by as_of(): one row per
-- contract signed by then that has an agreed end and was not terminated before it. What renewals counts by month and
-- kpis by customer.
--
-- contract_id: the contract
-- account_id: the customer
-- ends_on: first day that its term no longer covers
-- due_mrr: MRR of its lines on the last day of the term; for a term still running, on as_of(); NULL = no line
-- renewed_mrr: MRR of it and its successor when both the term was over and the successor was signed, or on as_of() if
--   that is earlier; NULL = no line
-- successor_id: the contract that renews it: the one that names it, or names none and begins within 90 days after its
--   end; NULL = none signed by as_of()
-- renewed_on: day on which that was signed
-- has_renewed_itself: auto_renew, and still charged when the term was over, without a successor
-- outcome: renewed = by a successor or by itself, lost = past its end and no longer charged, open = the others: still
--   running, or past its end and still charged
with lines as (
  select
    *,
    (mrr > 0) is not false as is_paid
  from subscriptions
  where lower(charged) <= as_of()),
signed as (
  select
    contract_id,
    account_id,
    renews_id,
    signed_on,
    auto_renew,
    lower(term) as starts_on,
    nullif(upper(term), 'infinity') as ends_on,
    case when terminated_on <= as_of() then terminated_on end as terminated_on
  from contracts
  where signed_on <= as_of()),
contracted as (
  select *
  from signed
  where ends_on is not null and (terminated_on < ends_on) is not true),
-- A contract that names none renews the last one of the customer that ended within 90 days before it began.
followed as (
  select distinct on (later.contract_id)
    later.contract_id as successor_id,
    contracted.contract_id
  from signed as later
  join contracted on contracted.account_id = later.account_id and contracted.starts_on < later.starts_on
    and later.starts_on between contracted.ends_on and contracted.ends_on + 90
  where later.renews_id is null
  order by later.contract_id, contracted.ends_on desc, contracted.starts_on desc, contracted.contract_id),
-- The one that names the contract comes before one that follows, an earlier signature before a later one.
successors as (
  select distinct on (named.contract_id)
    named.contract_id,
    signed.contract_id as successor_id,
    signed.signed_on,
    signed.starts_on
  from (
    select renews_id as contract_id, contract_id as successor_id, 1 as place from signed where renews_id is not null
    union all
    select contract_id, successor_id, 2 from followed) as named
  join signed on signed.contract_id = named.successor_id
  order by named.contract_id, named.place, signed.signed_on, signed.contract_id),
-- Lines that name no contract are those of all contracts of the customer.
priced as (
  select
    contracted.contract_id,
    sum(lines.mrr) filter (where lines.charged @> least(contracted.ends_on - 1, as_of()) and is_own.holds) as due_mrr,
    sum(lines.mrr) filter (where lines.charged @> least(
      greatest(contracted.ends_on, successors.starts_on, successors.signed_on), as_of())) as renewed_mrr,
    coalesce(bool_or(lines.is_paid and lines.charged @> contracted.ends_on and is_own.holds), false) as goes_on,
    coalesce(bool_or(lines.is_paid and lines.charged @> as_of() and is_own.holds), false) as is_charged
  from contracted
  left join successors on successors.contract_id = contracted.contract_id
  left join lines on lines.account_id = contracted.account_id
    and (lines.contract_id in (contracted.contract_id, successors.successor_id) or lines.contract_id is null)
  left join lateral (
    select (lines.contract_id = contracted.contract_id) is not false as holds) as is_own on true
  group by contracted.contract_id),
ended as (
  select
    contracted.contract_id,
    contracted.account_id,
    contracted.ends_on,
    greatest(priced.due_mrr, 0) as due_mrr,
    greatest(priced.renewed_mrr, 0) as renewed_mrr,
    successors.successor_id,
    successors.signed_on as renewed_on,
    priced.is_charged,
    coalesce(contracted.auto_renew, false) and contracted.ends_on <= as_of() and priced.goes_on
      and successors.contract_id is null as has_renewed_itself
  from contracted
  join priced on priced.contract_id = contracted.contract_id
  left join successors on successors.contract_id = contracted.contract_id)
select
  contract_id,
  account_id,
  ends_on,
  due_mrr,
  renewed_mrr,
  successor_id,
  renewed_on,
  has_renewed_itself,
  case
    when successor_id is not null or has_renewed_itself then 'renewed'
    when ends_on <= as_of() and not is_charged then 'lost'
    else 'open' end as outcome
from ended
