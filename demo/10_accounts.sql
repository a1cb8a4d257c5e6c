-- Who the customers are, what happens to each of them (its story), who looks after them, and their users.

-- The plan of every account, which all later files follow. Stories come in rounds of forty accounts, so that each of
-- them occurs at any scale.
\echo -n 'accounts                '
create table demo_generator.plans as
with numbered as (
  select account_id, greatest(40, (2000 * :scale)::int) as accounts
  from generate_series(1, greatest(40, (2000 * :scale)::int)) as account_id),
stories as (
  select account_id,
    (array['steady', 'power', 'steady', 'silent_churn', 'expansion', 'steady', 'near_quota', 'loud_churn',
      'contraction', 'power', 'silent_churn', 'late_onboarding', 'steady', 'expansion', 'shelfware', 'steady',
      'returned', 'steady', 'silent_churn', 'power', 'steady', 'contraction', 'steady', 'loud_churn', 'expansion',
      'steady', 'set_and_forget', 'near_quota', 'power', 'silent_churn', 'saved', 'late_onboarding', 'silent_churn',
      'silent_churn', 'seasonal', 'expansion', 'silent_churn', 'sudden_churn', 'never_live',
      'silent_churn'])[1 + (account_id - 1) % 40] as story
  from numbered),
-- Small customers leave more often than large ones.
sized as (
  select *, case
      when roll(account_id, 'segment') < case when is_leaver then 0.70 else 0.47 end then 'smb'
      when roll(account_id, 'segment') < case when is_leaver then 0.95 else 0.86 end then 'mid_market'
      else 'enterprise' end as segment
  from (select *, story in ('silent_churn', 'loud_churn', 'sudden_churn', 'never_live', 'returned') as is_leaver
        from stories) as stories),
sold as (
  select account_id, story, segment,
    case segment
      when 'smb' then case when roll(account_id, 'tier') < 0.6 then 'starter' else 'professional' end
      when 'mid_market' then case when roll(account_id, 'tier') < 0.1 then 'starter'
                                  when roll(account_id, 'tier') < 0.8 then 'professional' else 'enterprise' end
      else case when roll(account_id, 'tier') < 0.25 then 'professional' else 'enterprise' end end as tier,
    -- Squared rolls: many small customers, a few large ones.
    case segment
      when 'smb' then 5 + floor(15 * roll(account_id, 'seats') * roll(account_id, 'seats'))::int
      when 'mid_market' then 18 + floor(75 * roll(account_id, 'seats') * roll(account_id, 'seats'))::int
      else 75 + floor(310 * roll(account_id, 'seats') * roll(account_id, 'seats'))::int end as seats
  from sized),
termed as (
  select *,
    -- Length of the contracts in months; 0 = month to month.
    case when tier = 'starter' and roll(account_id, 'term') < 0.5 then 0
         when segment = 'enterprise' and roll(account_id, 'term') < 0.3 then 24
         else 12 end as term_months,
    -- The day the customer leaves: the more customers there are, the more leave, so the later of two days. A few are
    -- about to: that day lies ahead, so the data contain only the signs of it.
    case when story = 'returned' then today() - whole(200, 1000, roll(account_id, 'churn'))
         when story in ('silent_churn', 'loud_churn', 'sudden_churn', 'never_live') then today() + 110
           - floor(1600 * (1 - greatest(roll(account_id, 'churn'), roll(account_id, 'or churn'))))::int end as churn_on
  from sold),
dated as (
  select *,
    case when story = 'returned' then churn_on + whole(90, 180, roll(account_id, 'return')) end as return_on,
    -- Churn happens at the end of a term, contraction at a renewal: their start is counted back from that day. The
    -- others signed more often the nearer to today, because the company grows.
    case
      when churn_on is not null and term_months = 0 then churn_on - case story
        when 'never_live' then whole(70, 150, roll(account_id, 'age')) else whole(120, 900, roll(account_id, 'age')) end
      when churn_on is not null then (churn_on - make_interval(months => term_months * case
        when story = 'never_live' or roll(account_id, 'age') < 0.55 then 1 when roll(account_id, 'age') < 0.85 then 2
        else 3 end))::date
      when story = 'contraction' then
        (today() - whole(25, 800, roll(account_id, 'turn'))
          - make_interval(months => greatest(term_months, 12) * whole(1, 2, roll(account_id, 'age'))))::date
      when story = 'late_onboarding' then today() - whole(35, 390, roll(account_id, 'age'))
      else today() - case when story in ('steady', 'power') then 14 else 150 end
        - floor(1700 * roll(account_id, 'age') * (0.45 + 0.55 * roll(account_id, 'age')))::int end as start_on
  from termed)
select account_id, story, segment, tier, seats, term_months, churn_on, return_on, start_on,
  workday(start_on - whole(2, 18, roll(account_id, 'signature'))) as signed_on,
  -- Live after a few weeks; in the late stories after a quarter or more, which may still be running.
  start_on + case when story = 'late_onboarding' then whole(95, 210, roll(account_id, 'live'))
                  -- The day planned in the end, when they had left.
                  when story = 'never_live' then churn_on - start_on + 30
                  when segment = 'smb' then whole(3, 25, roll(account_id, 'live'))
                  when segment = 'mid_market' then whole(14, 50, roll(account_id, 'live'))
                  else whole(25, 80, roll(account_id, 'live')) end as live_on,
  -- The day the story turns: from here on the numbers tell it.
  case story
    when 'silent_churn' then greatest(start_on + 30, churn_on - whole(120, 200, roll(account_id, 'turn')))
    when 'loud_churn' then greatest(start_on + 30, churn_on - whole(80, 140, roll(account_id, 'turn')))
    when 'sudden_churn' then churn_on - 7
    when 'never_live' then start_on + 30
    when 'returned' then greatest(start_on + 30, churn_on - whole(90, 160, roll(account_id, 'turn')))
    when 'contraction' then today() - whole(25, 800, roll(account_id, 'turn'))
    when 'saved' then today() - whole(40, least(700, today() - start_on - 60), roll(account_id, 'turn'))
    when 'expansion' then today() - whole(20, least(800, today() - start_on - 120), roll(account_id, 'turn'))
    when 'late_onboarding' then start_on + 45
    when 'set_and_forget' then start_on + 150 end as turns_on,
  -- How many users were ever provisioned, by story, and by how many people leave and are replaced.
  greatest(2, ceil(seats * 1.12 * case story
    when 'near_quota' then 0.9 + 0.12 * roll(account_id, 'users')
    when 'shelfware' then 0.25 + 0.15 * roll(account_id, 'users')
    when 'expansion' then 0.85 + 0.2 * roll(account_id, 'users')
    when 'power' then 0.62 + 0.2 * roll(account_id, 'users')
    when 'never_live' then 0.2 + 0.2 * roll(account_id, 'users')
    when 'returned' then 0.35 + 0.2 * roll(account_id, 'users')
    else 0.42 + 0.38 * roll(account_id, 'users') end)::int) as users,
  whole(1, 16, roll(account_id, 'country')) as country_position,
  -- Seasonal customers are accountants; anybody else may be anything.
  case when story = 'seasonal' then 10 else whole(1, 9, roll(account_id, 'industry')) end as industry_position,
  -- What this account is like in general, whatever its story.
  0.75 + 0.5 * roll(account_id, 'temperament') as temperament
from dated;
alter table demo_generator.plans add primary key (account_id);
analyze demo_generator.plans;

-- A group has a head (every 25th account) and three subsidiaries. Every fourth head is entered twice, under two
-- spellings, and one of its subsidiaries is attached to the wrong one.
create table demo_generator.groups as
with marked as (
  select account_id,
    account_id % 25 = 1 and segment <> 'smb' as is_head,
    account_id % 100 = 11 and lag(segment, 10) over (order by account_id) <> 'smb' as is_duplicate,
    case when account_id % 25 in (5, 6, 7) then account_id - account_id % 25 + 1
         when account_id % 100 = 11 then account_id - 10 end as head_id
  from demo_generator.plans)
select m.account_id, m.is_head, m.is_duplicate, head.account_id as head_id,
  case when m.is_duplicate then null
       when m.account_id % 25 = 7 then coalesce(duplicate.account_id, head.account_id)
       else head.account_id end as parent_id
from marked m
left join marked head on head.account_id = m.head_id and head.is_head
left join marked duplicate on duplicate.account_id = head.account_id + 10 and duplicate.is_duplicate;

insert into accounts
  (account_id, name, domain, parent_id, segment, tier, country, region, industry, time_zone, signed_on)
with named as (
  select p.account_id, p.segment, p.tier, p.signed_on, c.country, c.region, c.legal_form, c.demonym,
    c.top_level_domain, pick(c.zones, roll(p.account_id, 'zone')) as time_zone, i.industry, w.company,
    pick(w.company, roll(p.account_id, 'word')) as word, pick(i.nouns, roll(p.account_id, 'noun')) as noun
  from demo_generator.plans p
  join demo_generator.countries c on c.position = p.country_position
  join demo_generator.industries i on i.position = p.industry_position
  cross join demo_generator.words w),
homonyms as (
  select *, row_number() over (partition by word, noun order by account_id) as homonym from named),
stems as (
  select *, word || case when homonym > 1
      then ' & ' || pick(company, roll(account_id, 'second word')) else '' end || ' ' || noun as stem
  from homonyms),
domains as (
  -- Below .example a domain has one label: amber-co-uk, as amber.co.uk.example would be one of a domain uk.example.
  select *, regexp_replace(lower(stem), '[^a-z]+', '', 'g') || '-' || replace(top_level_domain, '.', '-') || '.example'
    as domain
  from stems)
select d.account_id,
  case when g.is_head then d.stem || ' Group ' || d.legal_form
       when g.is_duplicate and head.account_id is not null then upper(head.stem) || ' GRP'
       when head.account_id is not null then head.stem || ' ' || d.demonym || ' ' || d.legal_form
       else d.stem || ' ' || d.legal_form end,
  case when head.account_id is not null and (g.is_duplicate or roll(d.account_id, 'domain') < 0.5)
       then head.domain else d.domain end,
  g.parent_id, d.segment, d.tier, d.country, d.region, d.industry, d.time_zone, d.signed_on
from domains d
join demo_generator.groups g using (account_id)
left join domains head on head.account_id = g.head_id
order by d.account_id;
analyze accounts;
select to_char(count(*), '999,999,999') from accounts;

insert into demo_stories (account_id, story, turns_on)
select account_id, story, turns_on from demo_generator.plans order by account_id;

-- For each region a team that grows with its customers, and one manager who left; a newcomer without accounts. A
-- manager looks after 220 small customers, 95 of the mid-market, or 32 enterprises.
create table demo_generator.loads as
select p.account_id, p.segment, c.region,
  p.churn_on is null or p.churn_on > today() or p.return_on <= today() as is_here,
  case segment when 'smb' then 1 / 220.0 when 'mid_market' then 1 / 95.0 else 1 / 32.0 end as load
from demo_generator.plans p join demo_generator.countries c on c.position = p.country_position;

\echo -n 'team_members            '
insert into team_members (member_id, name, role, region, hired_on, left_on)
with places (role, role_position, region, number) as (
  select 'csm', 1, region, generate_series(1, greatest(1, round(sum(load) filter (where is_here)))::int)
  from demo_generator.loads group by region
  union all
  select role, role_position, region, generate_series(1, ceil(count(*) / accounts_each)::int)
  from demo_generator.loads,
    (values ('tam', 2, 220.0), ('support', 3, 200.0)) as roles (role, role_position, accounts_each)
  group by role, role_position, accounts_each, region
  union all
  -- The newcomer; and those who left.
  select 'csm', 1, 'EMEA', 1000
  union all
  select 'csm', 1, region, 1000 + place
  from (values ('EMEA', 1), ('Americas', 2), ('APAC', 3)) as leavers (region, place)),
members as (
  select role, region, number, row_number() over (order by role_position, number, region) as member_id from places)
select member_id,
  pick(w.given, roll(member_id, 'member given')) || ' ' || pick(w.family, roll(member_id, 'member family')),
  role,
  region,
  case when number = 1000 then today() - 9 else today() - whole(1000, 2000, roll(member_id, 'hired')) end,
  case when number > 1000 then today() - 60 * (number - 1000) end
from members, demo_generator.words w
order by member_id;
select to_char(count(*), '999,999,999') from team_members;

-- One account in eight was with the manager who left, until the day of leaving.
\echo -n 'account_team            '
insert into account_team (account_id, role, member_id, valid)
with teams as (
  select role, region,
    array_agg(member_id order by member_id) filter (where left_on is null and hired_on < today() - 30) as members,
    min(member_id) filter (where left_on is not null) as leaver_id, min(left_on) as left_on
  from team_members where role <> 'support' group by role, region),
-- A region's customers in the order of their size, cut into as many equal loads as it has managers.
placed as (
  select *, (sum(case when is_here then load else 0 end) over ordered - case when is_here then load / 2 else 0 end)
    / sum(case when is_here then load else 0 end) over (partition by region) as place
  from demo_generator.loads
  window ordered as (partition by region order by segment, account_id)),
owned as (
  select a.account_id, t.role, a.signed_on, t.leaver_id, t.left_on,
    t.members[1 + floor(least(0.999999, case t.role when 'csm' then place else roll(a.account_id, 'owner tam') end)
      * cardinality(t.members))::int] as member_id,
    t.leaver_id is not null and a.signed_on < t.left_on and roll(a.account_id, 'handed over') < 0.125 as handed_over
  from accounts a join teams t using (region) join placed using (account_id)
  -- A Technical Account Manager comes with the larger tiers.
  where t.role = 'csm' or a.tier = 'enterprise' or (a.tier = 'professional' and a.segment <> 'smb'))
select account_id, role, leaver_id, daterange(signed_on, left_on) from owned where handed_over
union all
select account_id, role, member_id, daterange(case when handed_over then left_on else signed_on end, null) from owned
order by 1, 2, 4;

update accounts a set
  csm_id = (select member_id from account_team t
            where t.account_id = a.account_id and role = 'csm' and upper_inf(valid)),
  tam_id = (select member_id from account_team t
            where t.account_id = a.account_id and role = 'tam' and upper_inf(valid));
select to_char(count(*), '999,999,999') from account_team;

-- Half of the users come with the rollout, the others over the years; some leave, and all of them when the customer
-- does.
\echo -n 'users                   '
insert into product_roles values
  ('admin', 'Sets the product up and looks after users and security'),
  ('manager', 'Plans the work of a team and reads its reports'),
  ('contributor', 'Does the daily work in the product'),
  ('analyst', 'Builds reports and answers questions with data'),
  ('developer', 'Connects the product with other systems'),
  ('executive', 'Looks at results now and then');

insert into users (user_id, account_id, name, email, role, provisioned_on, deactivated_on)
with seated as (
  select p.account_id, p.story, p.start_on, p.turns_on, p.users, least(p.churn_on, today()) as ends_on,
    p.churn_on <= today() and p.return_on is null as is_lost, a.domain, position,
    row_number() over (order by p.account_id, position) as user_id
  from demo_generator.plans p join accounts a using (account_id), generate_series(1, p.users) as position),
provisioned as (
  select *, start_on + case
      when position <= ceil(users * 0.5) then floor(roll(user_id, 'provisioned') * 21)::int
      else floor(roll(user_id, 'provisioned') * greatest(1, ends_on - start_on))::int end as provisioned_on
  from seated),
leaving as (
  -- least() passes over NULLs: whichever comes first of leaving the company, the cut and the end of the contract.
  select *, least(
    case when roll(user_id, 'leaves') < 0.16 then provisioned_on + whole(45, 645, roll(user_id, 'left')) end,
    case when story = 'contraction' and roll(user_id, 'cut') < 0.35
         then greatest(provisioned_on, turns_on) + whole(1, 30, roll(user_id, 'cut when')) end,
    case when is_lost then greatest(ends_on, provisioned_on + 1) end) as leaves_on
  from provisioned),
named as (
  select leaving.*, pick(w.given, roll(user_id, 'given')) as given_name,
    pick(w.family, roll(user_id, 'family')) as family_name
  from leaving, demo_generator.words w
  where provisioned_on <= today()),
numbered as (
  select *, row_number() over (partition by domain, given_name, family_name order by user_id) as homonym from named)
select user_id, account_id, given_name || ' ' || family_name,
  lower(given_name || '.' || family_name) || case
    when roll(user_id, 'free mail') < 0.02 then '.demo' || user_id || '@gmail.com'
    else case when homonym > 1 then homonym::text else '' end || '@' || domain end,
  case when position = 1 then 'admin' when position = 2 then 'manager'
       when roll(user_id, 'role') < 0.05 then 'admin' when roll(user_id, 'role') < 0.18 then 'manager'
       when roll(user_id, 'role') < 0.70 then 'contributor' when roll(user_id, 'role') < 0.84 then 'analyst'
       when roll(user_id, 'role') < 0.94 then 'developer' else 'executive' end,
  provisioned_on, case when leaves_on <= today() then leaves_on end
from numbered
order by user_id;
analyze users;
select to_char(count(*), '999,999,999') from users;
