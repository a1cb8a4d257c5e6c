-- Who looks after each customer on as_of(): one row per customer signed by then. Every list that names the manager and
-- the ARR of a customer reads them here.
--
-- account_id: the customer
-- account: its name
-- status: trial, free, signed, active, past_due, paused or churned, as in account_status; NULL = subscriptions are not
--   known
-- is_charged: active or past due; NULL = not known
-- tier: product tier of the contract in force, or of the last one
-- member_id: Customer Success Manager in charge on as_of(); NULL = nobody
-- csm: the manager's name
-- tam: name of the Technical Account Manager in charge on as_of(); NULL = none
-- arr: annual recurring revenue on as_of(); 0 = not charged, NULL = not known
-- mrr: monthly recurring revenue on as_of(); 0 = not charged, NULL = not known
-- seats: seats of the lines valid on as_of(); NULL = not sold by seat, or not known
with csm_managed as (
  select distinct on (account_team.account_id)
    account_team.account_id,
    account_team.member_id
  from account_team
  where account_team.valid @> as_of() and account_team.role = 'csm'
  order by account_team.account_id, lower(account_team.valid) desc, account_team.member_id),
tam_managed as (
  select distinct on (account_team.account_id)
    account_team.account_id,
    account_team.member_id
  from account_team
  where account_team.valid @> as_of() and account_team.role = 'tam'
  order by account_team.account_id, lower(account_team.valid) desc, account_team.member_id)
select
  account_status.account_id,
  accounts.name as account,
  account_status.status,
  account_status.is_charged,
  account_status.tier,
  csm.member_id,
  csm_members.name as csm,
  tam_members.name as tam,
  account_status.arr,
  account_status.mrr,
  account_status.seats
-- Outer joins, each with one row at most: whoever does not ask for the names does not read them.
from account_status
left join accounts on accounts.account_id = account_status.account_id
left join csm_managed on csm_managed.account_id = account_status.account_id
left join tam_managed on tam_managed.account_id = account_status.account_id
cross join lateral (select coalesce(csm_managed.member_id, accounts.csm_id) as member_id) as csm
left join team_members as csm_members on csm_members.member_id = csm.member_id
left join team_members as tam_members on tam_members.member_id = coalesce(tam_managed.member_id, accounts.tam_id)
where account_status.status is distinct from 'prospect'
