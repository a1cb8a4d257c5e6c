-- What each Customer Success Manager is in charge of on as_of(): one row per manager employed on that day, with 0 for
-- one without customers; one per manager who has left but is still in charge of a customer, or was 90 days before; and
-- one without a manager for customers that have none. Customers are those charged on as_of().
--
-- member_id: the Customer Success Manager; NULL = customers without one
-- csm: the manager's name
-- region: region served
-- is_employed: employed on as_of()
-- accounts: customers the manager is in charge of
-- accounts_trend: sparkline of the customers at the end of each of the last twelve months, as_of() on the right, scaled
--   from zero to the manager's own maximum
-- accounts_before: customers 90 days before as_of()
-- accounts_gained: customers now that were not the manager's 90 days before, taken over or won
-- accounts_lost: customers then that are not the manager's now, handed over or churned
-- arr: annual recurring revenue of the customers
-- adoption_score: mean product adoption score, each customer counted once; NULL = none has a score
-- adoption_score_by_arr: the same, each customer counted by its ARR
-- health_score: mean health score, each customer counted once
-- health_score_by_arr: the same, by ARR
-- onboarding: customers, and accounts signed but not charged yet, with an onboarding that is not live
-- onboarding_overdue: those whose signature is more than 90 days ago
-- renewals_due: customers whose contract ends within 90 days of as_of()
-- renewals_due_arr: their ARR
-- at_risk: customers at risk by account_risk: adoption red, usage dropped, or asked to cancel
-- at_risk_arr: their ARR
-- at_risk_share: at risk ÷ customers, customers per customer; NULL = none
-- at_risk_share_by_arr: their ARR ÷ the ARR of all the manager's customers, money per money
-- customers_per_csm: the team-size ratio: customers of the company ÷ managers employed; the same in every row
-- account_load: the manager's customers ÷ that ratio: 1 is average; NULL = not employed
-- arr_load: the manager's ARR ÷ the mean ARR of the managers employed: 1 is average
with month_ends as (
  select least(date_trunc('month', as_of()::timestamp) - make_interval(months => ago - 1) - interval '1 day',
    as_of())::date as day
  from generate_series(0, 11) as ago),
days as (
  select e.day from month_ends e union select as_of() - 90),
charged as (
  select s.account_id, range_agg(s.valid) as days from subscriptions s
  group by s.account_id),
in_charge as (
  select d.day, c.account_id, coalesce((array_agg(t.member_id order by lower(t.valid) desc))[1], a.csm_id) as member_id
  from days d
  join charged c on c.days @> d.day
  join accounts a on a.account_id = c.account_id
  left join account_team t on t.account_id = c.account_id and t.role = 'csm' and t.valid @> d.day
  group by d.day, c.account_id, a.csm_id),
onboarded as (
  select o.account_id, max(as_of() - o.signed_on) as days from onboarding_projects o
  where o.signed_on <= as_of() and (o.live_on <= as_of()) is not true
  group by o.account_id),
held as materialized (
  select a.member_id, a.account_id, a.status = 'active' as is_customer, a.arr, r.adoption_score, r.health_score,
    r.days_to_renewal, r.is_at_risk, o.days as days_onboarding
  from csm_accounts a
  left join account_risk r on r.account_id = a.account_id
  left join onboarded o on o.account_id = a.account_id
  where a.status <> 'churned'),
now_held as (
  select h.member_id, count(*) filter (where h.is_customer) as accounts, sum(h.arr) as arr,
    avg(h.adoption_score) as adoption_score,
    sum(h.adoption_score * h.arr) / nullif(sum(h.arr) filter (where h.adoption_score is not null), 0)
      as adoption_score_by_arr,
    avg(h.health_score) as health_score,
    sum(h.health_score * h.arr) / nullif(sum(h.arr) filter (where h.health_score is not null), 0)
      as health_score_by_arr,
    count(h.days_onboarding) as onboarding, count(*) filter (where h.days_onboarding > 90) as onboarding_overdue,
    count(*) filter (where h.is_customer and h.days_to_renewal between 0 and 90) as renewals_due,
    coalesce(sum(h.arr) filter (where h.is_customer and h.days_to_renewal between 0 and 90), 0) as renewals_due_arr,
    count(*) filter (where h.is_at_risk) as at_risk,
    coalesce(sum(h.arr) filter (where h.is_at_risk), 0) as at_risk_arr
  from held h
  group by h.member_id),
evolved as (
  select coalesce(n.member_id, b.member_id) as member_id, count(b.account_id) as accounts_before,
    count(*) filter (where b.account_id is null) as gained, count(*) filter (where n.account_id is null) as lost
  from (select h.member_id, h.account_id from held h where h.is_customer) as n
  full join (select i.member_id, i.account_id from in_charge i where i.day = as_of() - 90) as b
    on b.account_id = n.account_id and coalesce(b.member_id, 0) = coalesce(n.member_id, 0)
  group by coalesce(n.member_id, b.member_id)),
team as (
  select t.member_id, t.hired_on <= as_of() and (t.left_on > as_of()) is not false as is_employed
  from team_members t
  where t.role = 'csm'),
members as (
  select t.member_id from team t where t.is_employed
  union select e.member_id from evolved e
  union select n.member_id from now_held n),
drawn as (
  select c.member_id, sparkline(array_agg(c.accounts order by c.day), 0, greatest(max(c.accounts), 1)) as accounts_trend
  from (select m.member_id, e.day, count(i.account_id)::numeric as accounts
        from members m cross join month_ends e
        left join in_charge i on i.day = e.day and coalesce(i.member_id, 0) = coalesce(m.member_id, 0)
        group by m.member_id, e.day) as c
  group by c.member_id),
company as (
  select (select count(*) from team t where t.is_employed) as managers,
    (select count(*) from held h where h.is_customer) as accounts, (select sum(h.arr) from held h) as arr)
select m.member_id, t.name as csm, t.region, coalesce(w.is_employed, false) as is_employed,
  coalesce(n.accounts, 0) as accounts, d.accounts_trend, coalesce(e.accounts_before, 0) as accounts_before,
  coalesce(e.gained, 0) as accounts_gained, coalesce(e.lost, 0) as accounts_lost, coalesce(n.arr, 0) as arr,
  round(n.adoption_score, 1) as adoption_score, round(n.adoption_score_by_arr, 1) as adoption_score_by_arr,
  round(n.health_score, 1) as health_score, round(n.health_score_by_arr, 1) as health_score_by_arr,
  coalesce(n.onboarding, 0) as onboarding, coalesce(n.onboarding_overdue, 0) as onboarding_overdue,
  coalesce(n.renewals_due, 0) as renewals_due, coalesce(n.renewals_due_arr, 0) as renewals_due_arr,
  coalesce(n.at_risk, 0) as at_risk, coalesce(n.at_risk_arr, 0) as at_risk_arr,
  round(n.at_risk::numeric / nullif(n.accounts, 0), 4) as at_risk_share,
  round(n.at_risk_arr / nullif(n.arr, 0), 4) as at_risk_share_by_arr,
  round(c.accounts::numeric / nullif(c.managers, 0), 1) as customers_per_csm,
  case when w.is_employed then round(coalesce(n.accounts, 0) * c.managers::numeric / nullif(c.accounts, 0), 2) end
    as account_load,
  case when w.is_employed then round(coalesce(n.arr, 0) * c.managers / nullif(c.arr, 0), 2) end as arr_load
from members m
cross join company c
left join team_members t on t.member_id = m.member_id
left join team w on w.member_id = m.member_id
left join now_held n on n.member_id is not distinct from m.member_id
left join evolved e on e.member_id is not distinct from m.member_id
left join drawn d on d.member_id is not distinct from m.member_id
order by coalesce(n.arr, 0) desc, m.member_id
