-- What each customer does with each feature it is entitled to on as_of(): one row per customer and released feature,
-- used or not. Without entitlements nobody knows to which: then one row per feature that it used in 90 days. Without
-- product_events what is used is NULL.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge of it
-- arr: its annual recurring revenue
-- feature_id: the feature
-- feature: its name in the product
-- module: part of the product it belongs to
-- is_sticky: among the features that keep customers
-- released_on: day of its release; NULL = not known
-- days_since_release: days from then to as_of()
-- is_new: released in the 90 days that end on as_of()
-- uses_28d: how often it was used in the 28 days that end on as_of()
-- users_28d: by how many distinct users
-- active_weeks_28d: in how many of these four weeks
-- is_adopted: at least features.adoption_uses uses in these 28 days, or one where the feature names no number
-- uses_90d: how often it was used in the 90 days that end on as_of()
-- users_90d: by how many distinct users
-- users_meant: users with access whose role is expected to use it (expected_features); NULL = not known
-- needs_education: there are such users, and the customer has not adopted it
select
  feature_measures.account_id,
  csm_accounts.account,
  csm_accounts.csm,
  csm_accounts.arr,
  feature_measures.feature_id,
  feature_measures.feature,
  feature_measures.module,
  feature_measures.is_sticky,
  feature_measures.released_on,
  feature_measures.days_since_release,
  feature_measures.is_new,
  feature_measures.uses_28d,
  feature_measures.users_28d,
  feature_measures.active_weeks_28d,
  feature_measures.is_adopted,
  feature_measures.uses_90d,
  feature_measures.users_90d,
  feature_measures.users_meant,
  feature_measures.needs_education
from feature_measures
join csm_accounts on csm_accounts.account_id = feature_measures.account_id
