-- The people of each customer on as_of(): who they are to the vendor, who of them left, and who could stand up for the
-- product next. One row per customer. A person in several roles is one, known by e-mail address. Without the table
-- contacts everything made of it is NULL.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge of it
-- arr: its annual recurring revenue
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
select
  csm_accounts.account_id,
  csm_accounts.account,
  csm_accounts.csm,
  csm_accounts.arr,
  contact_measures.contacts,
  contact_measures.sponsors,
  contact_measures.champions,
  contact_measures.decision_makers,
  contact_measures.has_champion,
  contact_measures.champions_inactive,
  contact_measures.champion_left,
  contact_measures.champion_left_on,
  contact_measures.champion_left_name,
  contact_measures.people_spoken_90d,
  contact_measures.is_single_threaded,
  contact_measures.power_users,
  contact_measures.promoters,
  contact_measures.champions_to_be,
  contact_measures.next_champion
from csm_accounts
join contact_measures on contact_measures.account_id = csm_accounts.account_id
