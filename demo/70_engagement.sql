-- The Customer Success team at work, and what customers say: touchpoints, tasks, targets, surveys, sentiment, requests.

\echo -n 'csm_touchpoints         '
insert into csm_touchpoints
  (touchpoint_id, account_id, member_id, kind, happened_at, minutes, is_high_impact, purpose, topics, persons)
with planned as (
  select w.account_id, w.number * 4 + touch as number, a.time_zone, case
      when w.middle < p.live_on + 14 then 'onboarding'
      when p.story in ('silent_churn', 'loud_churn', 'never_live', 'saved', 'contraction', 'returned')
        and w.middle between p.turns_on and p.turns_on + 180 then 'retention'
      when p.story in ('expansion', 'near_quota') and roll(w.account_id, 'expands', w.number) < 0.3 then 'expansion'
    end as purpose,
    w.week + whole(0, 4, roll(w.account_id, 'touch day', w.number * 4 + touch)) as day
  from demo_generator.weeks w
  join demo_generator.plans p using (account_id)
  join accounts a using (account_id),
    generate_series(1, floor(case p.tier when 'starter' then 0.06 when 'professional' then 0.2 else 0.5 end * case
        when w.number < 3 then 1
        when p.story in ('loud_churn', 'saved') and w.middle >= p.turns_on then 2.5
        when p.story in ('silent_churn', 'never_live', 'shelfware') then 0.5
        else 1 end
      + roll(w.account_id, 'touches', w.number))::int) as touch
  where w.wellbeing is not null),
kinds as (
  select *, case when roll(account_id, 'touch', number) < 0.44 then 'email'
                 when roll(account_id, 'touch', number) < 0.65 then 'call'
                 when roll(account_id, 'touch', number) < 0.82 then 'meeting'
                 when roll(account_id, 'touch', number) < 0.90 then 'business_review'
                 when roll(account_id, 'touch', number) < 0.94 then 'executive_review' else 'workshop' end as kind
  from planned where day <= today())
select row_number() over (order by k.day, k.account_id, k.number), k.account_id, t.member_id, k.kind,
  in_office(k.day, k.time_zone, roll(k.account_id, 'touch time', k.number)),
  case k.kind when 'email' then 10 when 'call' then 20 when 'meeting' then 45 when 'workshop' then 120 else 60 end
    + whole(0, 20, roll(k.account_id, 'touch minutes', k.number)),
  k.kind in ('business_review', 'executive_review', 'workshop')
    or k.kind = 'meeting' and roll(k.account_id, 'impact', k.number) < 0.2,
  -- One activity in ten is entered without its purpose.
  case when roll(k.account_id, 'purpose told', k.number) < 0.9 then coalesce(k.purpose, case k.kind
    when 'business_review' then 'success_planning' when 'executive_review' then 'success_planning'
    when 'workshop' then 'adoption'
    else pick('{adoption,adoption,health,success_planning}', roll(k.account_id, 'purpose', k.number)) end) end,
  case when roll(k.account_id, 'topic told', k.number) < 0.4
    then array[(select name from features where feature_id = whole(1, 25, roll(k.account_id, 'topic', k.number)))] end,
  case when k.kind = 'email' then 1
    else 1 + floor(6 * roll(k.account_id, 'persons', k.number) * roll(k.account_id, 'persons too', k.number))::int end
from kinds k join account_team t on t.account_id = k.account_id and t.role = 'csm' and t.valid @> k.day
order by 1;
select to_char(count(*), '999,999,999') from csm_touchpoints;

\echo -n 'csm_tasks               '
insert into csm_tasks (task_id, account_id, member_id, title, created_on, due_on, done_on)
with planned as (
  select w.account_id, w.number, w.week + whole(0, 4, roll(w.account_id, 'task day', w.number)) as created_on
  from demo_generator.weeks w join demo_generator.plans p using (account_id)
  where w.wellbeing is not null
    and roll(w.account_id, 'task', w.number)
      < case p.tier when 'starter' then 0.03 when 'professional' then 0.1 else 0.2 end),
dated as (
  select *, created_on + whole(3, 30, roll(account_id, 'task due', number)) as due_on
  from planned where created_on <= today()),
done as (
  select *, case when roll(account_id, 'task left', number) > 0.05
                 then greatest(created_on, due_on + whole(-9, 6, roll(account_id, 'task done', number))) end as done_on
  from dated)
select row_number() over (order by d.created_on, d.account_id), d.account_id, t.member_id,
  pick('{Prepare business review,Follow up on training,Check renewal terms,Send adoption report,Introduce new feature,
    Find a second sponsor}', roll(d.account_id, 'task title', d.number)),
  d.created_on, d.due_on, case when d.done_on <= today() then d.done_on end
from done d join account_team t on t.account_id = d.account_id and t.role = 'csm' and t.valid @> d.created_on
order by 1;
select to_char(count(*), '999,999,999') from csm_tasks;

\echo -n 'conversation_targets    '
insert into conversation_targets (tier, kind, period, share)
select tier, kind, daterange(quarter::date, (quarter + interval '3 months')::date), share
from generate_series(date_trunc('quarter', first_day()::timestamp), today()::timestamp, interval '3 months') as quarter,
  (values ('enterprise', 'business_review', 0.5), ('enterprise', 'executive_review', 0.25),
    ('professional', 'business_review', 0.2), ('professional', 'call', 0.5), ('starter', 'email', 0.3))
    as targets (tier, kind, share)
order by 1, 2, 3;
select to_char(count(*), '999,999,999') from conversation_targets;

-- Answers follow how well it goes, and troubles; people differ.
\echo -n 'survey_responses        '
insert into survey_responses (response_id, account_id, user_id, survey, score, scale, ticket_id, comment, responded_at)
with moods as (
  select w.account_id, w.number, w.week, w.middle,
    w.wellbeing - case when p.story = 'loud_churn' and w.middle >= p.turns_on then 0.6 else 0 end as mood
  from demo_generator.weeks w join demo_generator.plans p using (account_id)
  where w.wellbeing is not null),
answers as (
  -- Net Promoter Score: every account is asked once a quarter, one user in ten answers.
  select u.account_id, u.user_id, 'nps' as survey, 10 as scale, null::bigint as ticket_id,
    in_office(m.week + whole(0, 4, roll(u.user_id, 'nps day', m.number)), a.time_zone,
      roll(u.user_id, 'nps time', m.number)) as responded_at,
    floor(8.4 + 3.5 * (m.mood - 0.9) + 4 * (roll(u.user_id, 'character') + roll(u.user_id, 'nps', m.number) - 0.9))::int
      as score
  from moods m join accounts a using (account_id) join users u using (account_id)
  where m.number % 13 = u.account_id % 13 and roll(u.user_id, 'answers', m.number) < 0.1
    and u.provisioned_on < m.week and (u.deactivated_on > m.week + 6) is not false
  union all
  -- Satisfaction and effort: after a ticket was solved.
  select t.account_id, t.user_id, s.survey, s.scale, t.ticket_id,
    t.solved_at + make_interval(hours => whole(1, 60, roll(t.ticket_id, 'answers after ' || s.survey))),
    floor(s.scale * (1.17 - case when t.is_trouble then 0.3 else 0 end
      - 0.35 * least(1, extract(epoch from t.solved_at - t.opened_at)::float8 / 1000000)
      - 0.45 * roll(t.ticket_id, 'content') * roll(t.ticket_id, 'score ' || s.survey)))::int
  from demo_generator.ticket_plans t join support_tickets using (ticket_id),
    (values ('csat', 5, 0.35), ('ces', 7, 0.12)) as s (survey, scale, rate)
  where roll(t.ticket_id, 'answers ' || s.survey) < s.rate and support_tickets.user_id is not null),
bounded as (
  select *, greatest(case survey when 'nps' then 0 else 1 end, least(scale, score)) as bounded_score
  from answers where responded_at < (today() + 1)::timestamptz),
numbered as (
  select *, row_number() over (order by responded_at, user_id, survey, ticket_id) as response_id from bounded)
select response_id, account_id, user_id, survey, bounded_score, scale, ticket_id,
  case when roll(response_id, 'comments') < 0.25 then pick(case
    when bounded_score >= scale * 0.85 then '{Saves us hours every week,Support is quick and friendly,Easy to learn}'
    when bounded_score > scale * 0.6 then '{Good but slow at times,Fine for our needs,Reports could be better}'
    else '{Too many clicks,Still waiting for an answer,We hardly use it,Too expensive for what it does}' end::text[],
    roll(response_id, 'comment')) end, responded_at
from numbered order by 1;
select to_char(count(*), '999,999,999') from survey_responses;

-- What the manager believes: how well it went some weeks ago, not seen quite clearly. Judged monthly, but not always.
\echo -n 'csm_sentiment           '
insert into csm_sentiment (account_id, sentiment, observed_on)
with judged as (
  select now_.account_id, now_.week + whole(0, 4, roll(now_.account_id, 'judged', now_.number)) as observed_on,
    before.wellbeing + 0.4 * (roll(now_.account_id, 'kindness', now_.number) - 0.5)
      - case when p.story = 'loud_churn' and now_.middle > p.turns_on + 14 then 0.4 else 0 end as impression
  from demo_generator.weeks now_
  join demo_generator.weeks before on before.account_id = now_.account_id and before.number = now_.number - 3
  join demo_generator.plans p on p.account_id = now_.account_id
  where (now_.number + now_.account_id) % 4 = 0 and now_.wellbeing is not null
    and before.wellbeing is not null and roll(now_.account_id, 'judges', now_.number) < 0.7)
select j.account_id,
  case when impression < 0.4 then 'red' when impression < 0.75 then 'yellow' else 'green' end, j.observed_on
from judged j join account_team t on t.account_id = j.account_id and t.role = 'csm' and t.valid @> j.observed_on
where j.observed_on <= today()
order by 1, 3;
select to_char(count(*), '999,999,999') from csm_sentiment;

\echo -n 'product_requests        '
insert into product_requests (request_id, title, module, requested_on, shipped_on)
with wishes (title, module) as (values
  ('Dark mode', 'core'), ('Offline editing', 'mobile'), ('Recurring tasks', 'core'), ('Gantt chart', 'core'),
  ('Approval steps', 'automation'), ('Custom roles', 'administration'), ('Bulk edit', 'core'),
  ('Export to a spreadsheet', 'reporting'), ('Report subscriptions by e-mail', 'reporting'),
  ('Webhooks', 'integrations'), ('Calendar synchronisation', 'integrations'), ('Data residency', 'administration'),
  ('Time tracking', 'core'), ('Guest accounts', 'collaboration'), ('Threaded comments', 'collaboration'),
  ('Scenario planning', 'analytics'), ('Alerts on metrics', 'analytics'), ('Push notifications', 'mobile'),
  ('Undo for rules', 'automation'), ('Template library', 'automation'), ('Field-level permissions', 'administration'),
  ('Answers with sources', 'assistant'), ('Faster search', 'core'), ('Column formulas', 'reporting')),
dated as (
  select row_number() over (order by title) as request_id, wishes.* from wishes),
shipped as (
  select *, today() - whole(60, 700, roll(request_id, 'wished')) as requested_on,
    case when roll(request_id, 'shipped') < 0.35 then today() - whole(0, 200, roll(request_id, 'shipped when')) end
      as shipped_on
  from dated)
select request_id, title, module, requested_on, case when shipped_on > requested_on then shipped_on end
from shipped order by 1;
select to_char(count(*), '999,999,999') from product_requests;

\echo -n 'product_request_accounts'
insert into product_request_accounts (request_id, account_id, asked_on, importance)
with asked as (
  select r.request_id, p.account_id, p.story, p.churn_on, p.return_on,
    greatest(p.start_on, r.requested_on) + whole(0, 400, roll(p.account_id, 'asked', r.request_id::int)) as asked_on
  from product_requests r cross join demo_generator.plans p
  where roll(p.account_id, 'wants', r.request_id::int) < 0.12 * roll(r.request_id, 'popular')
    * case p.segment when 'smb' then 0.6 when 'mid_market' then 1 else 2 end)
select request_id, account_id, asked_on,
  case when roll(account_id, 'importance', request_id::int) < case when story = 'loud_churn' then 0.5 else 0.12 end
         then 'blocker'
       when roll(account_id, 'importance', request_id::int) < 0.55 then 'important' else 'nice_to_have' end
from asked
where asked_on <= today() and (asked_on < churn_on or asked_on > return_on) is not false
order by 1, 2;
select to_char(count(*), '999,999,999') from product_request_accounts;
