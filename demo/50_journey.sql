-- The journey: onboardings and their milestones, trainings, lifecycle stages.

\echo -n 'onboarding_projects     '
insert into onboarding_projects
  (onboarding_id, account_id, signed_on, planned_live_on, live_on, first_value_on, owner_id)
with lived as (
  select s.account_id, s.spell, s.signed_on, s.ends_on,
    s.starts_on + case p.segment when 'smb' then 21 when 'mid_market' then 42 else 70 end as planned_live_on,
    case when s.spell = 2 then s.starts_on + whole(5, 30, roll(s.account_id, 'live', 2))
         -- One in five hundred: somebody entered a day before the signature.
         when s.account_id % 500 = 13 then s.signed_on - 6
         else p.live_on end as live_on,
    case when roll(s.account_id, 'value reached', s.spell) < 0.85
         then whole(5, 90, roll(s.account_id, 'value', s.spell)) end as days_to_value
  from demo_generator.spells s join demo_generator.plans p using (account_id))
select row_number() over (order by l.signed_on, l.account_id), l.account_id, l.signed_on, l.planned_live_on,
  case when l.live_on < least(l.ends_on, today() + 1) then l.live_on end,
  case when greatest(l.live_on, l.signed_on) + l.days_to_value < least(l.ends_on, today() + 1)
       then greatest(l.live_on, l.signed_on) + l.days_to_value end,
  a.csm_id
from lived l join accounts a using (account_id)
order by 1;
analyze onboarding_projects;
select to_char(count(*), '999,999,999') from onboarding_projects;

-- Each step is done about as late, in proportion, as the whole.
\echo -n 'onboarding_milestones   '
insert into onboarding_milestones (onboarding_id, position, milestone, due_on, done_on)
with steps (position, milestone, part) as (values
  (1, 'kick-off', 0.1), (2, 'data import', 0.35), (3, 'integration', 0.55), (4, 'training', 0.7), (5, 'pilot', 0.85),
  (6, 'go-live', 1.0)),
stepped as (
  select o.onboarding_id, s.position, s.milestone, o.live_on,
    case when o.signed_on < p.churn_on then p.churn_on end as ends_on,
    o.signed_on + round((o.planned_live_on - o.signed_on) * s.part)::int as due_on,
    -- The go-live day of a late onboarding that is still to come is in the plan.
    o.signed_on + round((greatest(coalesce(o.live_on, p.live_on), o.signed_on + 3) - o.signed_on) * s.part
      * case when s.position = 6 then 1 else 0.85 + 0.3 * roll(o.onboarding_id, 'milestone', s.position) end)::int
        as done_on
  from onboarding_projects o join demo_generator.plans p using (account_id) cross join steps s)
select onboarding_id, position, milestone, due_on,
  case when position = 6 then live_on when done_on < least(ends_on, today() + 1) then done_on end
from stepped order by 1, 2;
select to_char(count(*), '999,999,999') from onboarding_milestones;

-- One or two sessions around go-live, refreshers now and then, a few already in the calendar.
\echo -n 'trainings               '
insert into trainings (training_id, account_id, title, held_on)
with sessions as (
  select p.account_id, session, p.churn_on, p.return_on,
    case when session <= 2 then p.live_on - 10 + 14 * (session - 1)
         else p.live_on + 150 * (session - 2) + whole(-40, 40, roll(p.account_id, 'training', session)) end as held_on
  from demo_generator.plans p, generate_series(1, 9) as session
  where session = 1 or roll(p.account_id, 'has training', session) < case when session = 2 then 0.6 else 0.35 end)
select row_number() over (order by s.held_on, s.account_id, s.session), s.account_id,
  case session when 1 then 'First steps' when 2 then 'For administrators'
    else pick('{Reporting in depth,Automation workshop,What is new,Good practice}',
      roll(s.account_id, 'title', session)) end,
  workday(s.held_on)
from sessions s join accounts a using (account_id)
where s.held_on <= today() + 20 and s.held_on > a.signed_on
  and (s.held_on < s.churn_on or s.held_on > s.return_on) is not false
order by 1;
analyze trainings;
select to_char(count(*), '999,999,999') from trainings;

\echo -n 'training_attendance     '
insert into training_attendance (training_id, user_id, attended)
with invited as (
  select t.training_id, t.held_on, u.user_id, p.story,
    row_number() over (partition by t.training_id order by roll(u.user_id, 'invited', t.training_id::int)) as place
  from trainings t
  join demo_generator.plans p using (account_id)
  join users u on u.account_id = t.account_id and u.provisioned_on <= t.held_on
    and (u.deactivated_on > t.held_on) is not false)
select training_id, user_id,
  case when held_on <= today() then roll(user_id, 'attends', training_id::int)
    < case story when 'power' then 0.9 when 'shelfware' then 0.35 when 'late_onboarding' then 0.55
        when 'never_live' then 0.3 else 0.75 end end
from invited where place <= 10 order by 1, 2;
select to_char(count(*), '999,999,999') from training_attendance;

-- Stages as the team keeps them in its system: from the dates of the plan, a few days after the fact.
\echo -n 'lifecycle_stages        '
insert into lifecycle_stages (account_id, stage, entered_at)
with entered (account_id, stage, entered_on) as (
  select account_id, 'onboarding', signed_on from onboarding_projects
  union all
  select account_id, 'adoption', greatest(live_on, signed_on + 1) from onboarding_projects where live_on is not null
  union all
  select account_id, 'value', first_value_on + 1 from onboarding_projects where first_value_on is not null
  union all
  select account_id, 'renewal', term_end - 90 from demo_generator.terms where term_months > 0
  union all
  select account_id, 'value', greatest(term_start, signed_on) + 2 from demo_generator.terms where k > 0
  union all
  select account_id, 'at_risk', turns_on + whole(20, 45, roll(account_id, 'noticed'))
  from demo_generator.plans
  where story in ('silent_churn', 'loud_churn', 'never_live', 'returned', 'contraction', 'saved')
  union all
  select account_id, 'value', turns_on + 100 from demo_generator.plans where story = 'saved'
  union all
  select account_id, 'churned', ends_on from demo_generator.spells where ends_on is not null),
-- Only while the account was a customer: what was planned for later did not happen.
happened as (
  select distinct on (e.account_id, e.entered_on) e.account_id, e.stage, e.entered_on
  from entered e join demo_generator.plans p using (account_id)
  where e.entered_on <= today()
    and (e.stage = 'churned' or (e.entered_on < p.churn_on or e.entered_on >= p.return_on - 20) is not false)
  order by e.account_id, e.entered_on, e.stage),
changed as (
  select *, lag(stage) over (partition by account_id order by entered_on) as stage_before from happened)
select c.account_id, c.stage,
  in_office(c.entered_on, a.time_zone, roll(c.account_id, 'entered', c.entered_on - date '2000-01-01'))
from changed c join accounts a using (account_id)
where c.stage is distinct from c.stage_before
order by 1, 3;
select to_char(count(*), '999,999,999') from lifecycle_stages;
