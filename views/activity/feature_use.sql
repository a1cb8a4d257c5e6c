-- What each customer did with each feature it is entitled to on as_of(), in the 28 days that end on that day: one row
-- per customer and released feature, used or not. Uses are NULL without product_events.
--
-- account_id: the customer
-- feature_id: the feature
-- uses: how often it was used
-- users: by how many distinct users
-- active_weeks: in how many of the four weeks
-- is_adopted: at least features.adoption_uses uses, or one where the feature names no number
with used as (
  select
    account_id,
    feature_id,
    -- An event that was delivered twice is one use.
    count(*) filter (where event_id is null) + count(distinct event_id) as uses,
    count(distinct user_id) as users,
    activity_coefficient(local_day(occurred_at), as_of(), 4, '7 days') as active_weeks
  from product_events
  where feature_id is not null
    and occurred_at >= local_midnight(as_of() - 27) and occurred_at < local_midnight(as_of() + 1)
  group by account_id, feature_id),
eligible as (
  select distinct
    entitlements.account_id,
    entitlements.feature_id,
    features.adoption_uses
  from entitlements
  join features on features.feature_id = entitlements.feature_id
  where entitlements.valid @> as_of() and (features.released_on <= as_of()) is not false)
select
  eligible.account_id,
  eligible.feature_id,
  case when source_tables.product_events then coalesce(used.uses, 0) end as uses,
  case when source_tables.product_events then coalesce(used.users, 0) end as users,
  case when source_tables.product_events then coalesce(used.active_weeks, 0) end as active_weeks,
  case when source_tables.product_events then coalesce(used.uses >= coalesce(eligible.adoption_uses, 1), false) end
    as is_adopted
from eligible
cross join source_tables
left join used on used.account_id = eligible.account_id and used.feature_id = eligible.feature_id
