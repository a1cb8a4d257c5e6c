-- The people of each account on as_of(): one row per account, prospects included. account_contacts shows it of
-- customers, and says who counts.
--
-- account_id: the account
-- contacts: people known in any role; a contact whose days are not known counts
-- sponsors: those who are sponsors
-- champions: those who are champions
-- decision_makers: those who are decision makers
-- has_champion: there is one
-- champions_inactive: champions with a user of their own who was not active in the 28 days that end on as_of()
-- champion_left: there is no champion, and the last one ceased to be one in the 180 days that end on as_of()
-- champion_left_on: first day without one; NULL = there is a champion, or never was
-- champion_left_name: name of the last one, or e-mail address
-- people_spoken_90d: how many people at least took part in the conversations of the 90 days that end on as_of(): the
--   users on calls, or the persons of the activity with most of them; NULL = not known of any
-- is_single_threaded: exactly one person is a contact, or was spoken to in these 90 days
-- power_users: users with access whose coefficient is that of power users
-- promoters: users with access whose last answer to the NPS survey, in the 365 days that end on as_of(), is 9 or 10
-- champions_to_be: users with access who are no champions, and could be: promoters, and power users who did not answer
--   the survey in those days, or were not asked because there is none
-- next_champion: the likeliest of them: promoters first, then the highest coefficient, then the most active days
with thresholds as (
  select
    28 as inactive_days,
    180 as left_days,
    90 as spoken_days,
    365 as answer_days,
    9 as promoter),
-- The user that a contact is: the one it names, or the one of the account with its e-mail address.
people as (
  select
    contacts.account_id,
    contacts.role,
    coalesce(contacts.name, contacts.email, named.name) as name,
    upper(contacts.valid) as valid_to,
    coalesce(contacts.valid @> as_of(), true) as is_valid,
    coalesce(contacts.user_id, same_address.user_id) as user_id,
    lower(coalesce(contacts.email, named.email)) as email,
    contacts.contact_id
  from contacts
  left join users as named on named.user_id = contacts.user_id
  left join users as same_address on contacts.user_id is null and same_address.account_id = contacts.account_id
    and lower(same_address.email) = lower(contacts.email)),
called as (
  select distinct
    calls.account_id,
    calls.user_id,
    lower(users.email) as email
  from calls
  cross join thresholds
  left join users on users.user_id = calls.user_id
  where calls.user_id is not null and calls.started_at < (select local_midnight(as_of() + 1))
    and calls.started_at >= (select local_midnight(as_of() - thresholds.spoken_days + 1) from thresholds)),
met as (
  select
    csm_touchpoints.account_id,
    max(csm_touchpoints.persons) as people
  from csm_touchpoints
  where csm_touchpoints.happened_at < (select local_midnight(as_of() + 1))
    and csm_touchpoints.happened_at >= (select local_midnight(as_of() - thresholds.spoken_days + 1) from thresholds)
  group by csm_touchpoints.account_id),
-- A person is an e-mail address, or else a user, or else a contact.
persons as (
  select
    account_id,
    role,
    name,
    valid_to,
    is_valid,
    email,
    case when email is null then user_id end as user_id,
    case when email is null and user_id is null then contact_id end as contact_id
  from people
  union all
  select
    account_id,
    'spoken',
    null,
    null,
    true,
    email,
    case when email is null then user_id end,
    null
  from called),
counted as (
  select
    account_id,
    count(distinct (email, user_id, contact_id)) filter (where is_valid and role <> 'spoken') as contacts,
    count(distinct (email, user_id, contact_id)) filter (where is_valid and role = 'sponsor') as sponsors,
    count(distinct (email, user_id, contact_id)) filter (where is_valid and role = 'champion') as champions,
    count(distinct (email, user_id, contact_id)) filter (where is_valid and role = 'decision_maker') as decision_makers,
    count(distinct (email, user_id, contact_id)) filter (where is_valid and role = 'spoken') as called,
    count(distinct (email, user_id, contact_id)) filter (where is_valid) as known,
    max(valid_to) filter (where role = 'champion' and valid_to <= as_of()) as champion_until,
    (array_agg(name order by valid_to desc, name) filter (where role = 'champion' and valid_to <= as_of()))[1]
      as last_champion
  from persons
  group by account_id),
champions as (
  select
    account_id,
    user_id
  from people
  where is_valid and role = 'champion' and user_id is not null
  group by account_id, user_id),
answered as (
  select distinct on (feedback_answers.user_id)
    feedback_answers.user_id,
    feedback_answers.rating >= thresholds.promoter as is_promoter
  from feedback_answers
  cross join thresholds
  where feedback_answers.survey = 'nps' and feedback_answers.user_id is not null
    and feedback_answers.responded_on > as_of() - thresholds.answer_days
  order by feedback_answers.user_id, feedback_answers.responded_at desc, feedback_answers.response_id desc),
peopled as (
  select
    users.account_id,
    users.name,
    users.user_id,
    champions.user_id is not null as is_champion,
    (users.deactivated_on <= as_of()) is not true as has_access,
    answered.is_promoter,
    activity_coefficient(user_activity.activity, as_of(), 7, '7 days') as coefficient,
    active_days(user_activity.activity, daterange(as_of() - thresholds.inactive_days + 1, as_of() + 1)) as active_days
  from users
  cross join thresholds
  left join user_activity on user_activity.user_id = users.user_id and user_activity.account_id = users.account_id
  left join champions on champions.user_id = users.user_id and champions.account_id = users.account_id
  left join answered on answered.user_id = users.user_id
  where users.provisioned_on <= as_of()),
judged as (
  select
    peopled.*,
    band(peopled.coefficient, activity_bands()) = 'power' as is_power,
    peopled.has_access and not peopled.is_champion
      and coalesce(peopled.is_promoter, band(peopled.coefficient, activity_bands()) = 'power') as could_be_champion
  from peopled),
used as (
  select
    account_id,
    count(*) filter (where has_access and is_power) as power_users,
    count(*) filter (where has_access and is_promoter) as promoters,
    count(*) filter (where could_be_champion) as champions_to_be,
    count(*) filter (where is_champion and coalesce(active_days, 0) = 0) as champions_inactive,
    (array_agg(name order by is_promoter desc nulls last, coalesce(coefficient, 0) desc, coalesce(active_days, 0) desc,
      user_id) filter (where could_be_champion))[1] as next_champion
  from judged
  group by account_id),
known as (
  select
    accounts.account_id,
    case when source_tables.contacts then coalesce(counted.contacts, 0) end as contacts,
    case when source_tables.contacts then coalesce(counted.sponsors, 0) end as sponsors,
    case when source_tables.contacts then coalesce(counted.champions, 0) end as champions,
    case when source_tables.contacts then coalesce(counted.decision_makers, 0) end as decision_makers,
    counted.champion_until,
    counted.last_champion,
    source_tables.contacts_valid as has_days,
    case when source_tables.contacts and activity.is_known then coalesce(used.champions_inactive, 0) end
      as champions_inactive,
    nullif(greatest(counted.called, met.people), 0) as people_spoken,
    case when source_tables.contacts then greatest(coalesce(counted.known, 0), met.people) end as people_known,
    case when activity.is_known then coalesce(used.power_users, 0) end as power_users,
    case when source_tables.survey_responses_user_id and source_tables.users then coalesce(used.promoters, 0) end
      as promoters,
    case when activity.is_known then coalesce(used.champions_to_be, 0) end as champions_to_be,
    case when activity.is_known then used.next_champion end as next_champion
  from accounts
  cross join source_tables
  cross join lateral (select source_tables.users and source_tables.product_events as is_known) as activity
  left join counted on counted.account_id = accounts.account_id
  left join used on used.account_id = accounts.account_id
  left join met on met.account_id = accounts.account_id)
select
  known.account_id,
  known.contacts,
  known.sponsors,
  known.champions,
  known.decision_makers,
  known.champions > 0 as has_champion,
  known.champions_inactive,
  case when known.champions = 0 and known.has_days
      then coalesce(known.champion_until > as_of() - thresholds.left_days, false)
    when known.champions > 0 then false end as champion_left,
  case when known.champions = 0 then known.champion_until end as champion_left_on,
  case when known.champions = 0 then known.last_champion end as champion_left_name,
  known.people_spoken as people_spoken_90d,
  known.people_known = 1 as is_single_threaded,
  known.power_users,
  known.promoters,
  known.champions_to_be,
  known.next_champion
from known
cross join thresholds
