-- Who looks after each customer on as_of(): one row per customer signed by then. The team views read it because it
-- needs less than account_metrics, with which it agrees.
--
-- account_id: the customer
-- account: its name
-- status: signed = not charged yet, active = charged on as_of(), churned = charged before, but no longer
-- tier: product tier of the contract in force, or of the last one
-- member_id: Customer Success Manager in charge on as_of(); NULL = nobody
-- arr: annual recurring revenue on as_of(); 0 = not charged
with managed as (
  select distinct on (t.account_id) t.account_id, t.member_id from account_team t
  where t.role = 'csm' and t.valid @> as_of()
  order by t.account_id, lower(t.valid) desc),
subscribed as (
  select s.account_id, sum(s.mrr) filter (where s.valid @> as_of()) as mrr from subscriptions s
  where lower(s.valid) <= as_of()
  group by s.account_id),
contracted as (
  select distinct on (c.account_id) c.account_id, c.tier from contracts c
  where c.signed_on <= as_of()
  order by c.account_id, lower(c.term) <= as_of() desc, lower(c.term) desc)
select a.account_id, a.name as account,
  case when s.mrr is not null then 'active' when s.account_id is not null then 'churned' else 'signed' end as status,
  coalesce(c.tier, a.tier) as tier, coalesce(m.member_id, a.csm_id) as member_id, arr(coalesce(s.mrr, 0)) as arr
from accounts a
left join managed m on m.account_id = a.account_id
left join subscribed s on s.account_id = a.account_id
left join contracted c on c.account_id = a.account_id
where a.signed_on <= as_of()
