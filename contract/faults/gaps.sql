-- Some days between two lines on which an account is not charged: a last day that was mapped as the first one no longer,
-- or a renewal that came late.
with stretches as (
  select charged.account_id, lower(stretch.days) as from_day, upper(stretch.days) as to_day
  from (
    select subscriptions.account_id, range_agg(subscriptions.charged) as days
    from subscriptions
    where (subscriptions.mrr > 0) is not false and subscriptions.charged is not null
    group by subscriptions.account_id) as charged
  cross join lateral unnest(charged.days) as stretch (days)),
followed as (
  select stretches.account_id, stretches.to_day as from_day,
    lead(stretches.from_day) over (partition by stretches.account_id order by stretches.from_day) as to_day
  from stretches)
select 'subscriptions' as table_name,
  followed.account_id::text as key,
  followed.account_id::text as account_id,
  case followed.to_day - followed.from_day when 1 then format('is not charged on %s', followed.from_day)
    else format('is not charged from %s to %s', followed.from_day, followed.to_day - 1) end
    || ', between two lines' as fault,
  'notice' as severity,
  'where a month ends in it, it is churn and then reactivation' as done,
  'if the line before ends with its last day, map that as last_day; if it was renewed late, nothing' as to_do
from followed
where followed.to_day - followed.from_day <= 31
