-- What users should be using and are not: one row per user and feature that the user's role is expected to use, that
-- the account is entitled to, and that the user did not use in the 90 days that end on as_of().
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
  select u.account_id, u.user_id, u.email, u.role, f.feature_id, f.name as feature, f.module, u.provisioned_on
  from users u
  join expected_features x using (role)
  join features f on f.feature_id = x.feature_id and f.released_on <= as_of()
  where u.provisioned_on <= as_of() and (u.deactivated_on <= as_of()) is not true
    and exists (select from entitlements e
                where e.account_id = u.account_id and e.feature_id = f.feature_id and e.valid @> as_of())),
used as (
  select distinct user_id, feature_id from product_events
  where feature_id is not null
    and occurred_at >= (as_of() - 89)::timestamptz and occurred_at < (as_of() + 1)::timestamptz),
-- Sorted together rather than joined: under row-level security the planner expects one row on either side, and would
-- compare every row of one with every row of the other.
compared as (
  select *, bool_or(is_used) over (partition by user_id, feature_id) as was_used
  from (select *, false as is_used from expected
        union all
        select null, user_id, null, null, feature_id, null, null, null, true from used) as either)
select c.account_id, c.user_id, c.email, c.role, c.feature_id, c.feature, c.module, c.provisioned_on,
  days_inactive(h.activity, as_of()) as days_inactive
from compared c
left join user_activity h on h.user_id = c.user_id and h.account_id = c.account_id
where not c.was_used
