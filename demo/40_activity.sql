-- What happens in the product: how busy an account is in each week, and from it the events of its users and machines.

-- The level of every account in every week, 1 = normal. Later files read it as the account's true health.
create table demo_generator.weeks as
with weeks as (
  select row_number() over (order by week)::int as number, week::date, week::date + 3 as middle
  from generate_series(date_trunc('week', first_day()::timestamp), today()::timestamp, interval '7 days') as week),
levels as (
  select w.number, w.week, w.middle, p.account_id, p.segment, p.temperament, p.story, p.live_on,
    -- Growing for eight weeks from go-live; little before; nothing before the start or outside the contract.
    case when w.middle < p.start_on then 0
         when w.middle >= p.churn_on and (p.return_on is null or w.middle < p.return_on) then 0
         when w.middle >= p.return_on then least(1, 0.4 + (w.middle - p.return_on) / 80.0)
         when w.middle < p.live_on then 0.25
         -- Who took long to start is slow afterwards, too.
         when p.story = 'late_onboarding' then least(0.8, 0.25 + (w.middle - p.live_on) / 250.0)
         else least(1, 0.4 + (w.middle - p.live_on) / 80.0) end as rollout,
    case p.story
      when 'power' then 1.4
      when 'near_quota' then 1.2
      when 'shelfware' then 0.3
      when 'expansion' then 0.85 + 0.5 * (w.middle - first_day()) / 400.0
      when 'contraction' then case when w.middle < p.turns_on - 60 then 1
        else greatest(0.5, 1 - 0.5 * (w.middle - p.turns_on + 60) / 90.0) end
      -- Down in a straight line to nothing one to two months before the end; one in four uses it to the end, less.
      when 'silent_churn' then case when w.middle < p.turns_on then 1
        else greatest(case when roll(p.account_id, 'comes to the end') < 0.25 then 0.5 else 0 end,
          1 - (w.middle - p.turns_on) / greatest(30.0,
            p.churn_on - whole(25, 70, roll(p.account_id, 'nobody comes')) - p.turns_on)) end
      when 'loud_churn' then case when w.middle < p.turns_on then 1 when w.middle > p.churn_on - 21 then 0.1
        else greatest(0.25, 0.8 - (w.middle - p.turns_on) / 130.0) end
      when 'never_live' then greatest(0, 0.6 - (w.middle - p.start_on) / 250.0)
      when 'returned' then case when w.middle < p.turns_on or w.middle >= p.return_on then 1
        else greatest(0, 1 - (w.middle - p.turns_on) / 80.0) end
      -- Down for a month, and back within two.
      when 'saved' then case when w.middle < p.turns_on or w.middle > p.turns_on + 100 then 1
        else greatest(0.25, abs(w.middle - p.turns_on - 40) / 50.0 - 0.2) end
      when 'set_and_forget' then case when w.middle < p.turns_on then 0.9 else 0.03 end
      when 'seasonal' then (array[1.4, 1.5, 1.5, 1.3, 0.5, 0.12, 0.12, 0.12, 0.12, 0.12, 0.3, 0.8])
        [extract(month from w.middle)::int]
      else 1 end as shape,
    case when to_char(w.week, 'MMDD') between '1219' and '1229' then 0.4
         when a.region = 'EMEA' and extract(month from w.middle) = 8 then 0.75
         else 1 end as holidays,
    -- One account in ten has a month of little use, without consequences.
    case when roll(p.account_id, 'dips') < 0.1 and w.number - whole(1, 54, roll(p.account_id, 'dip')) between 0 and 3
         then 0.45 else 1 end as dip
  from demo_generator.plans p join accounts a using (account_id) cross join weeks w)
select account_id, number, week, middle,
  -- In small companies there are weeks in which nobody comes.
  case when roll(account_id, 'quiet', number) < (1.25 - temperament)
              * case segment when 'smb' then 0.25 when 'mid_market' then 0.05 else 0 end then 0
       else temperament * rollout * shape * holidays * dip * (0.85 + 0.3 * roll(account_id, 'week', number))
  end as level,
  -- How well it goes, 1 = well, as people would say who know the customer: the season is no trouble, empty seats are.
  case when rollout = 0 then null
       when story in ('silent_churn', 'loud_churn', 'returned', 'saved', 'contraction') then least(1, shape)
       when story = 'never_live' then shape
       when story in ('shelfware', 'set_and_forget') and shape < 0.5 then 0.7
       when story = 'late_onboarding' and middle < live_on then 0.55
       else 1 end * case when dip < 1 then 0.75 else 1 end as wellbeing
from levels;
alter table demo_generator.weeks add primary key (account_id, number);
analyze demo_generator.weeks;

-- How a user uses the product: how often, and which features, favourites first.
create table demo_generator.habits as
with liked as (
  select u.user_id, e.feature_id, min(lower(e.valid)) as entitled_on,
    -- What is meant for the role comes first.
    f.popularity * (0.3 + roll(u.user_id, 'likes', e.feature_id::int))
      + case when u.role = any (f.roles) then 0.7 else 0 end as liking
  from users u
  join entitlements e using (account_id)
  join demo_generator.feature_plans f using (feature_id)
  -- What is new is known to few.
  where roll(u.user_id, 'learns', e.feature_id::int) < case when u.role = any (f.roles) then 0.95 else 0.2 end
    * case when f.days_since_release < 200 then 0.6 else 1 end
  group by u.user_id, u.role, e.feature_id, f.popularity, f.roles
  -- A feature lost with a lower tier is not used to the end; one lost with the contract was.
  having bool_or(upper_inf(e.valid) or upper(e.valid) > today() or e.account_id in
    (select account_id from demo_generator.plans where churn_on <= today())))
select u.user_id,
  case when roll(u.user_id, 'habit') < case when p.story = 'power' then 0.3 else 0.12 end then 'power'
       when roll(u.user_id, 'habit') < 0.58 then 'regular'
       when roll(u.user_id, 'habit') < 0.93 then 'occasional'
       else 'rare' end as habit,
  coalesce(l.features, '{1}') as features, coalesce(l.entitled, array[p.start_on]) as entitled
from users u
join demo_generator.plans p using (account_id)
left join (select user_id, array_agg(feature_id order by liking desc, feature_id) as features,
             array_agg(entitled_on order by liking desc, feature_id) as entitled
           from liked group by user_id) l using (user_id);
analyze demo_generator.habits;

-- User, then week, then day, then event: a user without a week has no day, so most of the calendar is never looked at.
-- The chances are typed float8, as the rolls are; an "offset 0" keeps the planner from recomputing the columns above it
-- wherever they are named below.
\echo -n 'product_events          '
insert into product_events (event_id, account_id, user_id, feature_id, event_name, occurred_at, loaded_at)
with frequencies (habit, week_chance, day_chance, most_uses) as (values
  ('power', 1.2::float8, 0.33::float8, 2), ('regular', 0.8, 0.24, 2), ('occasional', 0.65, 0.27, 2),
  ('rare', 0.06, 0.2, 1)),
active_weeks as (
  select u.user_id, u.account_id, a.time_zone, w.week, w.number * 8 as number, f.most_uses,
    sqrt(w.level) * f.day_chance as day_chance,
    greatest(u.provisioned_on, first_day()) as first_day, least(u.deactivated_on - 1, today()) as last_day
  from users u
  join accounts a using (account_id)
  join demo_generator.habits h using (user_id)
  join frequencies f using (habit)
  join demo_generator.weeks w using (account_id)
  where w.week + 6 >= u.provisioned_on and (w.week < u.deactivated_on or u.deactivated_on is null)
    and roll(u.user_id, 'active week', w.number) < w.level * f.week_chance),
active_days as (
  select user_id, account_id, week + weekday as day, number + weekday as day_number,
    (week + weekday + interval '8 hours'
      + make_interval(secs => floor(roll(user_id, 'starts', number + weekday) * 30600))) at time zone time_zone
        as starts_at,
    make_interval(secs => 60 + floor(roll(user_id, 'pace', number + weekday) * 1500)) as pace,
    -- Every seventieth day reaches the warehouse days late, from a device that was offline.
    make_interval(days => greatest(0, 9 - floor(roll(user_id, 'offline', number + weekday) * 630)::int)) as lateness,
    whole(0, most_uses, roll(user_id, 'uses', number + weekday)) as uses
  from active_weeks, generate_series(0, 6) as weekday
  where roll(user_id, 'active day', number + weekday)
      < day_chance * ('{0.95,1.1,1.1,1.0,0.85,0.08,0.05}'::float8[])[weekday + 1]
    and week + weekday between first_day and last_day
  offset 0),
events as (
  select user_id, account_id, day, day_number, event_number, starts_at + event_number * pace as occurred_at,
    date_trunc('hour', starts_at + event_number * pace) + lateness + interval '75 minutes' as loaded_at
  from active_days, generate_series(0, uses) as event_number
  offset 0),
chosen as (
  select e.*, h.features, h.entitled,
    -- Two rolls: the favourite features more often than the others. The first event of a day is the login.
    case when event_number > 0 then 1 + floor(cardinality(h.features)
      * roll(user_id, 'feature', day_number * 8 + event_number)
      * (0.4 + 0.6 * roll(user_id, 'taste', day_number * 8 + event_number)))::int end as choice
  from events e join demo_generator.habits h using (user_id)
  where loaded_at < (today() + 1)::timestamptz
  offset 0),
known as (
  select account_id, user_id, event_number, occurred_at, loaded_at,
    -- A feature not yet released, or not yet bought, on that day: the dashboard instead.
    case when entitled[choice] <= day then features[choice] when choice is not null then 1 end as feature_id
  from chosen
  offset 0)
select row_number() over (order by loaded_at, user_id, occurred_at, event_number), account_id, user_id, feature_id,
  coalesce(f.feature_key, 'login'), occurred_at, loaded_at
from known left join features f using (feature_id);
select to_char(count(*), '999,999,999') from product_events;

-- Machines keep working where people have stopped: the accounts that set the product up and forgot it.
\echo -n 'metered_usage           '
insert into metered_usage (account_id, meter, measured_on, units)
select w.account_id, 'api_calls', w.week + 6,
  floor(c.monthly_units * 7 / 30 * (0.9 + 0.2 * roll(w.account_id, 'metered', w.number)) * case p.story
    when 'set_and_forget' then 0.8
    when 'near_quota' then 1.0
    when 'shelfware' then 0.08
    else least(1.1, w.level * (0.3 + 0.5 * roll(w.account_id, 'meter'))) end)
from demo_generator.weeks w
join demo_generator.plans p using (account_id)
join contracts c on c.account_id = w.account_id and c.term @> w.week and c.signed_on <= w.week
  and (c.terminated_on > w.week) is not false
where w.week + 6 <= today() and c.monthly_units > 0
order by 1, 3;
select to_char(count(*), '999,999,999') from metered_usage;
