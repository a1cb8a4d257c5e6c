-- Whether people use what is meant for their role, in the 90 days that end on as_of(): one row per role and feature
-- that the role is expected to use, for all customers together and for each. Users are those with access on as_of()
-- whose account is entitled to the feature. Without product_events what is used is NULL.
--
-- grouped_by: all = all customers together; account = one customer
-- account_id: the customer; NULL = all
-- account: its name; all = all customers
-- csm: Customer Success Manager in charge of the customer; NULL = all
-- arr: annual recurring revenue of the customer, or of all that have such users
-- role: role (persona) in the product
-- role_description: what people in this role use the product for
-- feature_id: the feature
-- feature: its name in the product
-- module: part of the product it belongs to
-- is_new: released in the 90 days that end on as_of()
-- users: users in the role who may use the feature
-- users_90d: those who used it in the 90 days
-- adoption_rate: used ÷ users, users per user
-- users_to_educate: those who did not use it, and were active in the 28 days that end on as_of(): training would help
-- users_away: those who did not use it, and were not active either: bring them back first
with meant as (
  select
    entitlements.account_id,
    expected_features.role,
    features.feature_id
  from expected_features
  join features on features.feature_id = expected_features.feature_id and (features.released_on <= as_of()) is not false
  join entitlements on entitlements.feature_id = features.feature_id and entitlements.valid @> as_of()
  group by entitlements.account_id, expected_features.role, features.feature_id),
present as (
  select
    users.account_id,
    users.user_id,
    users.role,
    coalesce(active_days(user_activity.activity, daterange(as_of() - 27, as_of() + 1)), 0) > 0 as is_active
  from users
  left join user_activity on user_activity.user_id = users.user_id and user_activity.account_id = users.account_id
  where users.provisioned_on <= as_of() and (users.deactivated_on <= as_of()) is not true),
peopled as (
  select
    account_id,
    role,
    count(*) as users,
    count(*) filter (where is_active) as active
  from present
  group by account_id, role),
used as (
  select
    account_id,
    user_id,
    feature_id
  from product_events
  where feature_id is not null
    and occurred_at >= local_midnight(as_of() - 89) and occurred_at < local_midnight(as_of() + 1)
  group by account_id, user_id, feature_id),
adopted as (
  select
    present.account_id,
    present.role,
    used.feature_id,
    count(*) as users,
    count(*) filter (where present.is_active) as active
  from used
  join present on present.user_id = used.user_id and present.account_id = used.account_id
  group by present.account_id, present.role, used.feature_id),
-- Side by side and grouped instead of joined by three columns, which the planner takes for few rows.
sided as (
  select
    account_id,
    role,
    feature_id,
    true as is_meant,
    0 as users,
    0 as active
  from meant
  union all
  select
    account_id,
    role,
    feature_id,
    false,
    users,
    active
  from adopted),
met as (
  select
    account_id,
    role,
    feature_id,
    sum(users)::bigint as adopters,
    sum(active)::bigint as active_adopters
  from sided
  group by account_id, role, feature_id
  having bool_or(is_meant)),
counted as (
  select
    csm_accounts.account_id,
    csm_accounts.account,
    csm_accounts.csm,
    csm_accounts.arr,
    met.role,
    met.feature_id,
    peopled.users,
    met.adopters,
    peopled.active - met.active_adopters as active_others
  from met
  join peopled on peopled.account_id = met.account_id and peopled.role = met.role
  join csm_accounts on csm_accounts.account_id = met.account_id),
grouped as (
  select
    'all' as grouped_by,
    null as account_id,
    'all' as account,
    null as csm,
    sum(arr) as arr,
    role,
    feature_id,
    sum(users)::bigint as users,
    sum(adopters)::bigint as adopters,
    sum(active_others)::bigint as active_others
  from counted
  group by role, feature_id
  union all
  select
    'account',
    account_id,
    account,
    csm,
    arr,
    role,
    feature_id,
    users,
    adopters,
    active_others
  from counted)
select
  grouped.grouped_by,
  grouped.account_id,
  grouped.account,
  grouped.csm,
  grouped.arr,
  grouped.role,
  product_roles.description as role_description,
  grouped.feature_id,
  features.name as feature,
  features.module,
  (features.released_on > as_of() - 90) is true as is_new,
  grouped.users,
  case when source_tables.product_events_feature_id then grouped.adopters end as users_90d,
  case when source_tables.product_events_feature_id then round(grouped.adopters::numeric / grouped.users, 4) end
    as adoption_rate,
  case when source_tables.product_events_feature_id then grouped.active_others end as users_to_educate,
  case when source_tables.product_events_feature_id then grouped.users - grouped.adopters - grouped.active_others end
    as users_away
from grouped
join features on features.feature_id = grouped.feature_id
left join product_roles on product_roles.role = grouped.role
cross join source_tables
