-- Who uses which feature, in the 28 days that end on as_of(): one row per released feature. Customers entitled to a
-- feature count whether they use it or not; customers not entitled do not count at all.
--
-- feature_id: the feature
-- feature: its name in the product
-- module: part of the product it belongs to
-- is_sticky: among the features that keep customers; its adoption rate is then the sticky feature utilisation
-- eligible_accounts: customers entitled to it on as_of()
-- using_accounts: eligible customers with at least one use
-- adopting_accounts: eligible customers with at least features.adoption_uses uses
-- adoption_rate: adopting ÷ eligible, accounts per account
-- habitual_accounts: eligible customers who used it in each of the four weeks
-- habitual_rate: habitual ÷ eligible, accounts per account
-- users: distinct users of eligible customers who used it
-- uses: their uses
with counted as (
  select f.feature_id, f.name as feature, f.module, f.is_sticky, count(u.account_id) as eligible_accounts,
    count(*) filter (where u.uses > 0) as using_accounts, count(*) filter (where u.is_adopted) as adopting_accounts,
    count(*) filter (where u.active_weeks = 4) as habitual_accounts,
    coalesce(sum(u.users), 0)::bigint as users, coalesce(sum(u.uses), 0)::bigint as uses
  from features f left join feature_use u using (feature_id)
  where f.released_on <= as_of()
  group by f.feature_id, f.name, f.module, f.is_sticky)
select feature_id, feature, module, is_sticky, eligible_accounts, using_accounts, adopting_accounts,
  round(adopting_accounts::numeric / nullif(eligible_accounts, 0), 4) as adoption_rate,
  habitual_accounts, round(habitual_accounts::numeric / nullif(eligible_accounts, 0), 4) as habitual_rate, users, uses
from counted
order by adoption_rate desc nulls last, feature_id
