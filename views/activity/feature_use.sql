-- What each customer did with each feature it is entitled to on as_of(), in the 28 days that end on that day: one row
-- per customer and released feature, used or not.
--
-- account_id: the customer
-- feature_id: the feature
-- uses: how often it was used
-- users: by how many distinct users
-- active_weeks: in how many of the four weeks
-- is_adopted: at least features.adoption_uses uses
with used as (
  select account_id, feature_id, count(*) as uses, count(distinct user_id) as users,
    activity_coefficient(occurred_at, as_of(), 4, '7 days') as active_weeks
  from product_events
  where feature_id is not null
    and occurred_at >= (as_of() - 27)::timestamptz and occurred_at < (as_of() + 1)::timestamptz
  group by account_id, feature_id),
eligible as (
  select distinct e.account_id, e.feature_id, f.adoption_uses
  from entitlements e join features f using (feature_id)
  where e.valid @> as_of() and f.released_on <= as_of())
select e.account_id, e.feature_id, coalesce(u.uses, 0) as uses, coalesce(u.users, 0) as users,
  coalesce(u.active_weeks, 0) as active_weeks, coalesce(u.uses >= e.adoption_uses, false) as is_adopted
from eligible e
left join used u on u.account_id = e.account_id and u.feature_id = e.feature_id
