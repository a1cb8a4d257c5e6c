-- Who looks after each customer on as_of(): one row per customer signed by then. The team views read it because it
-- needs less than account_metrics, with which it agrees.
--
-- account_id: the customer
-- account: its name
-- status: signed = not charged yet, active = charged on as_of(), churned = charged before, but no longer; NULL = the
--   warehouse has no subscriptions
-- is_customer: charged on as_of(); NULL = not known
-- tier: product tier of the contract in force, or of the last one
-- member_id: Customer Success Manager in charge on as_of(); NULL = nobody
-- arr: annual recurring revenue on as_of(); 0 = not charged, NULL = not known
with managed as (
  select distinct on (account_team.account_id) account_team.account_id, account_team.member_id
  from account_team
  where account_team.role = 'csm' and account_team.valid @> as_of()
  order by account_team.account_id, lower(account_team.valid) desc, account_team.member_id),
lines as (
  select subscriptions.account_id, subscriptions.valid as charged, subscriptions.mrr
  from subscriptions),
subscribed as (
  select lines.account_id, bool_or(lines.charged @> as_of()) as is_charged,
    sum(lines.mrr) filter (where lines.charged @> as_of()) as mrr
  from lines
  where lower(lines.charged) <= as_of()
  group by lines.account_id),
contracted as (
  select distinct on (contracts.account_id) contracts.account_id, contracts.tier
  from contracts
  where contracts.signed_on <= as_of()
  order by contracts.account_id, lower(contracts.term) <= as_of() desc, lower(contracts.term) desc)
select
  accounts.account_id,
  accounts.name as account,
  case when subscribed.is_charged then 'active'
    when subscribed.account_id is not null then 'churned'
    when source_tables.subscriptions then 'signed' end as status,
  case when source_tables.subscriptions then subscribed.is_charged is true end as is_customer,
  coalesce(contracted.tier, accounts.tier) as tier,
  coalesce(managed.member_id, accounts.csm_id) as member_id,
  case when subscribed.is_charged then arr(subscribed.mrr) when source_tables.subscriptions then 0 end as arr
from accounts
cross join source_tables
left join managed on managed.account_id = accounts.account_id
left join subscribed on subscribed.account_id = accounts.account_id
left join contracted on contracted.account_id = accounts.account_id
where accounts.signed_on <= as_of()
