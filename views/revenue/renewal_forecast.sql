-- What will renew: one row per contract whose agreed term ends within the year after as_of(), terminated ones left out.
-- The expected MRR goes by how many contracts of the same risk class were renewed that were as far from their end.
-- Month-to-month contracts are never due; those past their end, not renewed and still charged, are `open` in past
-- months of renewals. See renewal_forecast_months for the sums, and for how well the forecast of a year ago did.
--
-- contract_id: the contract
-- account_id: its customer
-- account: the customer's name
-- csm: Customer Success Manager in charge on as_of()
-- arr: annual recurring revenue of the customer on as_of(), of all its contracts; NULL = not known
-- ends_on: first day that the term no longer covers
-- days_ahead: days from as_of() to it
-- auto_renew: the contract renews itself unless cancelled; NULL = not known
-- is_renewed: already signed for renewal
-- due_mrr: MRR of the contract on as_of(); NULL = subscriptions are not known
-- risk_class: red, yellow or green: the latest recorded band of the adoption score; unscored = no record in 31 days
-- asked_to_cancel: a request to cancel is still undecided; NULL = not known
-- renewal_rate: of contracts as far from their end, the share that was renewed, contracts per contract; 1 = is renewed;
--   NULL = there was none
-- past_contracts: contracts behind the rate; NULL = is renewed
-- is_of_class: they are of the same risk class; false = there were too few of it, and they are of all; NULL = is
--   renewed
-- expected_mrr: due_mrr · renewal_rate; for a renewed contract what was signed; NULL = not known
-- mrr_at_stake: due_mrr less expected_mrr; negative = renewed for more
-- renewal_opportunity_mrr: what sales works on keeping, open renewal opportunities of the customer; NULL here and below
--   = opportunities are not known
-- renewal_opportunity_stage: stage of these opportunities as the source calls it, of the largest; NULL = there is none
-- expansion_opportunity_mrr: open upsell and cross-sell opportunities of the customer
with working as (
  select
    account_id,
    coalesce(sum(mrr) filter (where kind = 'renewal'), 0) as renewal_mrr,
    (array_agg(stage order by mrr desc nulls last, opportunity_id) filter (where kind = 'renewal'))[1] as renewal_stage,
    coalesce(sum(mrr) filter (where kind in ('upsell', 'cross_sell')), 0) as expansion_mrr
  from opportunities
  where (created_on > as_of()) is not true and (outcome is null or decided_on > as_of())
  group by account_id),
asking as (
  select distinct account_id
  from cancellation_requests
  where requested_on <= as_of() and (decided_on <= as_of()) is not true)
select
  renewal_expectations.contract_id,
  renewal_expectations.account_id,
  csm_accounts.account,
  team_members.name as csm,
  csm_accounts.arr,
  renewal_expectations.ends_on,
  renewal_expectations.ends_on - as_of() as days_ahead,
  renewal_expectations.auto_renew,
  renewal_expectations.outcome is not distinct from 'renewed' as is_renewed,
  renewal_expectations.due_mrr,
  renewal_expectations.risk_class,
  case when source_tables.cancellation_requests then asking.account_id is not null end as asked_to_cancel,
  round(renewal_expectations.renewal_rate, 4) as renewal_rate,
  renewal_expectations.past_contracts,
  renewal_expectations.is_of_class,
  round(renewal_expectations.expected_mrr, 2) as expected_mrr,
  round(renewal_expectations.due_mrr - renewal_expectations.expected_mrr, 2) as mrr_at_stake,
  case when opportunity.is_known then coalesce(working.renewal_mrr, 0) end as renewal_opportunity_mrr,
  working.renewal_stage as renewal_opportunity_stage,
  case when opportunity.is_known then coalesce(working.expansion_mrr, 0) end as expansion_opportunity_mrr
from renewal_expectations
cross join source_tables
cross join lateral (
  select source_tables.opportunities_kind and source_tables.opportunities_mrr as is_known) as opportunity
left join csm_accounts on csm_accounts.account_id = renewal_expectations.account_id
left join team_members on team_members.member_id = csm_accounts.member_id
left join working on working.account_id = renewal_expectations.account_id
left join asking on asking.account_id = renewal_expectations.account_id
where renewal_expectations.known_on = as_of()
order by renewal_expectations.ends_on, renewal_expectations.contract_id
