-- What each Customer Success Manager did in the 90 days that end on as_of(), and what is left to do: one row per
-- manager and kind of activity, and one for all kinds together. Managers are those employed on as_of(), and anyone else
-- who was active or is in charge of a customer; those who did nothing are rows with 0. Customers are those charged on
-- as_of() that the manager is in charge of; they count as contacted whoever in the team spoke with them.
--
-- member_id: the Customer Success Manager
-- csm: the manager's name
-- kind: email, call, meeting, business_review, executive_review or workshop; all = together
-- touchpoints: the manager's activities of the kind, with any account
-- minutes: time spent on them
-- customers: customers the manager is in charge of
-- contacted: those with an activity of the kind, each counted once
-- coverage: contacted ÷ customers, customers per customer; NULL = no customers
-- coverage_by_arr: their ARR ÷ the ARR of all the manager's customers, money per money
-- premium_touchpoints: the manager's activities with customers of the tier enterprise
-- high_impact_share: premium touchpoints that worked on the customer's goals ÷ all premium touchpoints, activities per
--   activity
-- target: with how many customers conversations of the kind are wanted in the period of conversation_targets that
--   contains as_of(): for each tier its share of the customers, rounded up; NULL = no target
-- target_done: customers of these tiers with such a conversation in that period so far; may exceed the target
-- target_gap: conversations still to be held. A surplus in one tier does not fill another tier's gap
-- target_ends_on: last day of the period
-- tasks_open: the manager's tasks not done; in the row for all kinds, NULL in the others
-- tasks_delayed: those past their due day
-- tasks_on_track: those due today or later
with standing as materialized (
  select a.member_id, a.account_id, a.tier, a.arr, a.status from csm_accounts a),
touched as materialized (
  select p.member_id, p.account_id, p.kind, p.minutes, p.is_high_impact from csm_touchpoints p
  where p.happened_at >= as_of() - 89 and p.happened_at < as_of() + 1),
held as materialized (
  select a.member_id, a.account_id, a.tier, a.arr from standing a
  where a.status = 'active' and a.member_id is not null),
targeted as (
  select g.tier, g.kind, g.period, g.share from conversation_targets g
  where g.period @> as_of()),
members as (
  select t.member_id from team_members t
  where t.role = 'csm' and t.hired_on <= as_of() and (t.left_on > as_of()) is not false
  union select h.member_id from held h group by h.member_id
  union select x.member_id from touched x group by x.member_id),
kinds as (
  select 'all' as kind
  union select p.kind from csm_touchpoints p where p.happened_at < as_of() + 1 group by p.kind
  union select g.kind from targeted g),
acted as (
  select x.member_id, coalesce(x.kind, 'all') as kind, count(*) as touchpoints, sum(x.minutes) as minutes,
    count(*) filter (where a.tier = 'enterprise' and a.status = 'active') as premium_touchpoints,
    count(*) filter (where a.tier = 'enterprise' and a.status = 'active' and x.is_high_impact) as premium_high_impact
  from touched x
  left join standing a on a.account_id = x.account_id
  group by grouping sets ((x.member_id, x.kind), (x.member_id))),
contacts as (
  select distinct x.account_id, k.kind from touched x cross join lateral (values (x.kind), ('all')) as k (kind)),
customers as (
  select h.member_id, count(*) as customers, sum(h.arr) as arr from held h
  group by h.member_id),
covered as (
  select h.member_id, c.kind, count(*) as contacted, sum(h.arr) as arr
  from held h join contacts c on c.account_id = h.account_id
  group by h.member_id, c.kind),
spoken as (
  select distinct g.tier, g.kind, p.account_id from targeted g
  join csm_touchpoints p on p.kind = g.kind and p.happened_at >= coalesce(lower(g.period)::timestamptz, '-infinity')
    and p.happened_at < as_of() + 1),
aimed as (
  select h.member_id, g.tier, g.kind, ceil(g.share * count(*)) as target, count(s.account_id) as done,
    upper(g.period) - 1 as ends_on
  from targeted g
  join held h on h.tier = g.tier
  left join spoken s on s.tier = g.tier and s.kind = g.kind and s.account_id = h.account_id
  group by h.member_id, g.tier, g.kind, g.period, g.share),
aims as (
  select m.member_id, m.kind, sum(m.target)::bigint as target, sum(m.done)::bigint as done,
    sum(greatest(m.target - m.done, 0))::bigint as gap, max(m.ends_on) as ends_on
  from aimed m
  group by m.member_id, m.kind),
tasked as (
  select t.member_id, count(*) as open, count(*) filter (where t.due_on < as_of()) as delayed from csm_tasks t
  where t.created_on <= as_of() and (t.done_on <= as_of()) is not true
  group by t.member_id)
select m.member_id, t.name as csm, k.kind, coalesce(x.touchpoints, 0) as touchpoints, coalesce(x.minutes, 0) as minutes,
  coalesce(c.customers, 0) as customers, coalesce(v.contacted, 0) as contacted,
  round(coalesce(v.contacted, 0)::numeric / nullif(c.customers, 0), 4) as coverage,
  round(coalesce(v.arr, 0) / nullif(c.arr, 0), 4) as coverage_by_arr,
  coalesce(x.premium_touchpoints, 0) as premium_touchpoints,
  round(x.premium_high_impact::numeric / nullif(x.premium_touchpoints, 0), 4) as high_impact_share,
  a.target, a.done as target_done, a.gap as target_gap, a.ends_on as target_ends_on,
  case when k.kind = 'all' then coalesce(w.open, 0) end as tasks_open,
  case when k.kind = 'all' then coalesce(w.delayed, 0) end as tasks_delayed,
  case when k.kind = 'all' then coalesce(w.open - w.delayed, 0) end as tasks_on_track
from members m
cross join kinds k
left join team_members t on t.member_id = m.member_id
left join acted x on x.member_id = m.member_id and x.kind = k.kind
left join customers c on c.member_id = m.member_id
left join covered v on v.member_id = m.member_id and v.kind = k.kind
left join aims a on a.member_id = m.member_id and a.kind = k.kind
left join tasked w on w.member_id = m.member_id
order by m.member_id, k.kind = 'all' desc, k.kind
