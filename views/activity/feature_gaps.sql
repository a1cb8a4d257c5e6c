-- What users should be using and are not: one row per user and feature that the user's role is expected to use, that
-- the account is entitled to, and that the user did not use in the 90 days that end on as_of(). Without product_events
-- no gap is known.
--
-- account_id: the customer
-- user_id: the user
-- email: the user's e-mail address
-- role: the user's role in the product
-- feature_id: the feature not used
-- feature: its name in the product
-- module: part of the product it belongs to
-- provisioned_on: the user's first day with access: a newcomer's gap is not a gap yet
-- days_inactive: days since the user did anything at all; NULL = never. Small: training would help; large: the user is
--   gone
with expected as (
  select
    users.account_id,
    users.user_id,
    users.email,
    users.role,
    features.feature_id,
    features.name as feature,
    features.module,
    users.provisioned_on
  from users
  join expected_features on expected_features.role = users.role
  join features on features.feature_id = expected_features.feature_id and (features.released_on <= as_of()) is not false
  where users.provisioned_on <= as_of() and (users.deactivated_on <= as_of()) is not true
    and exists (
      select from entitlements
      where entitlements.account_id = users.account_id and entitlements.feature_id = features.feature_id
        and entitlements.valid @> as_of())),
used as (
  select distinct
    user_id,
    feature_id
  from product_events
  where feature_id is not null
    and occurred_at >= local_midnight(as_of() - 89) and occurred_at < local_midnight(as_of() + 1)),
-- Sorted together rather than joined: under row-level security the planner expects one row on either side, and would
-- compare every row of one with every row of the other.
compared as (
  select
    *,
    bool_or(is_used) over (partition by user_id, feature_id) as was_used
  from (
    select *, false as is_used from expected
    union all
    select null, user_id, null, null, feature_id, null, null, null, true from used) as either)
select
  compared.account_id,
  compared.user_id,
  compared.email,
  compared.role,
  compared.feature_id,
  compared.feature,
  compared.module,
  compared.provisioned_on,
  days_inactive(user_activity.activity, as_of()) as days_inactive
from compared
cross join source_tables
left join user_activity on user_activity.user_id = compared.user_id and user_activity.account_id = compared.account_id
where not compared.was_used and source_tables.product_events
