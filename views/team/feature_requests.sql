-- What customers ask of the product, open requests first, by revenue at risk and then by customers lost: one row per
-- request known on as_of(). A customer who asks twice counts once, at the greatest urgency stated; one who asked, left
-- and returned counts as a customer again.
--
-- request_id: the request
-- title: what is asked for
-- module: part of the product it would belong to
-- requested_on: day it was first asked for
-- shipped_on: day it was delivered, by as_of(); NULL = not delivered
-- days_open: days from the first request to delivery, or to as_of()
-- askers: accounts that asked by as_of(), whatever became of them
-- customers: those charged on as_of()
-- blocked_customers: those customers for whom it is a blocker
-- arr: annual recurring revenue of the customers, each counted once
-- blocked_arr: ARR of those for whom it is a blocker
-- customers_at_risk: customers at risk, by account_risk; NULL once it is delivered
-- arr_at_risk: their ARR, the revenue at risk; NULL once it is delivered
-- customers_lost: accounts that asked, and left afterwards before it was delivered
-- arr_lost: ARR on their last day charged
with standing as materialized (
  select a.account_id, a.status, a.arr, r.is_at_risk from csm_accounts a
  left join account_risk r on r.account_id = a.account_id),
asked as (
  select q.request_id, q.account_id, min(q.asked_on) as asked_on,
    bool_or(q.importance = 'blocker') as is_blocker
  from product_request_accounts q
  where q.asked_on <= as_of()
  group by q.request_id, q.account_id),
left_by as (
  select s.account_id, max(upper(s.valid)) as left_on from subscriptions s
  join standing a on a.account_id = s.account_id and a.status = 'churned'
  where lower(s.valid) <= as_of()
  group by s.account_id),
lost as (
  select l.account_id, l.left_on, arr(sum(s.mrr)) as arr from left_by l
  join subscriptions s on s.account_id = l.account_id and s.valid @> l.left_on - 1
  group by l.account_id, l.left_on),
delivered as (
  select r.request_id, r.title, r.module, r.requested_on,
    case when r.shipped_on <= as_of() then r.shipped_on end as shipped_on
  from product_requests r
  where r.requested_on <= as_of()),
counted as (
  select d.request_id, count(q.account_id) as askers, count(*) filter (where a.status = 'active') as customers,
    count(*) filter (where a.status = 'active' and q.is_blocker) as blocked_customers,
    coalesce(sum(a.arr), 0) as arr, coalesce(sum(a.arr) filter (where q.is_blocker), 0) as blocked_arr,
    count(*) filter (where a.is_at_risk) as customers_at_risk,
    coalesce(sum(a.arr) filter (where a.is_at_risk), 0) as arr_at_risk,
    count(l.account_id) as customers_lost, coalesce(sum(l.arr), 0) as arr_lost
  from delivered d
  left join asked q on q.request_id = d.request_id
  left join standing a on a.account_id = q.account_id
  left join lost l on l.account_id = q.account_id and l.left_on > q.asked_on
    and (d.shipped_on < l.left_on) is not true
  group by d.request_id)
select d.request_id, d.title, d.module, d.requested_on, d.shipped_on,
  coalesce(d.shipped_on, as_of()) - d.requested_on as days_open, c.askers, c.customers, c.blocked_customers, c.arr,
  c.blocked_arr, case when d.shipped_on is null then c.customers_at_risk end as customers_at_risk,
  case when d.shipped_on is null then c.arr_at_risk end as arr_at_risk, c.customers_lost, c.arr_lost
from delivered d
join counted c on c.request_id = d.request_id
order by d.shipped_on is not null, c.arr_at_risk desc, c.customers_lost desc, d.request_id
