-- Who looks after each customer on as_of(): one row per customer signed by then. The team views read it because it
-- needs less than account_metrics, with which it agrees.
--
-- account_id: the customer
-- account: its name
-- status: trial, free, signed, active, past_due, paused or churned, as in account_status; NULL = subscriptions are not
--   known
-- is_charged: active or past due; NULL = not known
-- tier: product tier of the contract in force, or of the last one
-- member_id: Customer Success Manager in charge on as_of(); NULL = nobody
-- arr: annual recurring revenue on as_of(); 0 = not charged, NULL = not known
with managed as (
  select distinct on (account_team.account_id) account_team.account_id, account_team.member_id
  from account_team
  where account_team.role = 'csm' and account_team.valid @> as_of()
  order by account_team.account_id, lower(account_team.valid) desc, account_team.member_id)
select
  account_status.account_id,
  accounts.name as account,
  account_status.status,
  account_status.is_charged,
  account_status.tier,
  coalesce(managed.member_id, accounts.csm_id) as member_id,
  account_status.arr
from account_status
join accounts on accounts.account_id = account_status.account_id
left join managed on managed.account_id = account_status.account_id
where account_status.status is distinct from 'prospect'
