-- How the vendor's team and each customer work together, as of as_of(): one row per customer signed by then, including
-- those nobody spoke with. Touchpoints are of the last 90 days, including as_of().
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- tam: Technical Account Manager in charge on as_of(); NULL = none
-- last_contact_on: day of the last touchpoint ever; NULL = never
-- days_since_contact: days from then to as_of()
-- touchpoints_90d: activities of the Customer Success Managers with the customer
-- minutes_90d: time spent on them
-- high_impact_share: touchpoints that worked on the customer's goals ÷ all touchpoints; NULL = none
-- last_review_on: day of the last business or executive review ever; NULL = never
-- tasks_open: tasks about the customer that are not done
-- tasks_delayed: those past their due day
-- requests_open: features the customer asked for that have not been shipped
-- blocking_requests: those that are blockers for the customer
with touched as (
  select p.account_id, max(p.happened_at) as last_at,
    max(p.happened_at) filter (where p.kind in ('business_review', 'executive_review')) as last_review_at,
    count(*) filter (where d.is_recent) as touchpoints, sum(p.minutes) filter (where d.is_recent) as minutes,
    count(*) filter (where d.is_recent and p.is_high_impact) as high_impact
  from csm_touchpoints p
  cross join lateral (select p.happened_at >= (select (as_of() - 89)::timestamptz) as is_recent) as d
  where p.happened_at < (select (as_of() + 1)::timestamptz)
  group by p.account_id),
tasked as (
  select t.account_id, count(*) as tasks, count(*) filter (where t.due_on < as_of()) as delayed
  from csm_tasks t
  where t.created_on <= as_of() and (t.done_on <= as_of()) is not true
  group by t.account_id),
requested as (
  select q.account_id, count(*) as requests, count(*) filter (where q.importance = 'blocker') as blockers
  from product_request_accounts q
  join product_requests r on r.request_id = q.request_id
  where q.asked_on <= as_of() and (r.shipped_on <= as_of()) is not true
  group by q.account_id),
managed as (
  select distinct on (m.account_id, m.role) m.account_id, m.role, m.member_id from account_team m
  where m.valid @> as_of()
  order by m.account_id, m.role, lower(m.valid) desc)
select a.account_id, a.name as account, c.name as csm, t.name as tam, (p.last_at)::date as last_contact_on,
  as_of() - (p.last_at)::date as days_since_contact, coalesce(p.touchpoints, 0) as touchpoints_90d,
  coalesce(p.minutes, 0) as minutes_90d, round(p.high_impact::numeric / nullif(p.touchpoints, 0), 4)
    as high_impact_share,
  (p.last_review_at)::date as last_review_on, coalesce(k.tasks, 0) as tasks_open,
  coalesce(k.delayed, 0) as tasks_delayed, coalesce(r.requests, 0) as requests_open,
  coalesce(r.blockers, 0) as blocking_requests
from accounts a
left join managed mc on mc.account_id = a.account_id and mc.role = 'csm'
left join managed mt on mt.account_id = a.account_id and mt.role = 'tam'
left join team_members c on c.member_id = coalesce(mc.member_id, a.csm_id)
left join team_members t on t.member_id = coalesce(mt.member_id, a.tam_id)
left join touched p on p.account_id = a.account_id
left join tasked k on k.account_id = a.account_id
left join requested r on r.account_id = a.account_id
where a.signed_on <= as_of()
