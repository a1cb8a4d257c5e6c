-- How far customers get, and how fast: from a trial and the signature to kick-off, go-live, first value and adoption.
-- One row per month of the first signature and step; an account in a trial that has not signed is in the month in which
-- the trial began. Days are as known on as_of(); what is made of a table that the warehouse lacks is NULL.
--
-- month: first day of the month
-- is_finished: as_of() has reached its last day
-- position: order of the step, 0 to 5
-- step: trial = had a trial; signed; kicked_off = the milestone kick-off of an onboarding is done; live; first_value =
--   the first agreed result; adopted = as many users had been active as are half of the seats
-- accounts: accounts of the month
-- reached: those that took the step by as_of(), whatever else they took or skipped
-- share: reached ÷ accounts, accounts per account
-- in_order: those that took this step and, before it, all the others from the signature on; adopted is a state: who had
--   adopted before the first value has from then on. NULL for the trial
-- in_order_share: in order ÷ accounts, accounts per account
-- median_days: median of the days from the signature to the step, of a trial the days from its beginning to the
--   signature, by Kaplan-Meier: those who have not got there count for as long as they were observed; NULL = fewer than
--   half are known to have got there
with subscribed as (
  select
    account_id,
    min(lower(valid)) filter (where status = 'trial' or trial_ends_on > lower(valid)) as trial_on,
    max(coalesce(upper(valid), 'infinity')) as ends_on
  from subscriptions
  where lower(valid) <= as_of()
  group by account_id),
begun as (
  select
    accounts.account_id,
    case when accounts.signed_on <= as_of() then accounts.signed_on end as signed_on,
    subscribed.trial_on,
    case when subscribed.ends_on <= as_of() then subscribed.ends_on end as left_on
  from accounts
  left join subscribed on subscribed.account_id = accounts.account_id
  where accounts.signed_on <= as_of() or subscribed.trial_on is not null),
kicked_off as (
  select
    onboarding_projects.account_id,
    min(onboarding_milestones.done_on) as done_on
  from onboarding_projects
  join onboarding_milestones on onboarding_milestones.onboarding_id = onboarding_projects.onboarding_id
  where onboarding_milestones.milestone ~* '^\s*kick.?off'
  group by onboarding_projects.account_id),
onboarded as (
  select
    account_id,
    -- A go-live or a first value before its signature is an error.
    min(live_on) filter (where live_on >= signed_on) as live_on,
    min(first_value_on) filter (where first_value_on >= signed_on) as first_value_on
  from onboarding_projects
  group by account_id),
peopled as (
  select
    account_id,
    array_agg(first_active(activity) order by first_active(activity)) as first_days
  from user_activity
  where first_active(activity) <= as_of()
  group by account_id),
dated as (
  select
    begun.account_id,
    begun.signed_on,
    begun.left_on,
    date_trunc('month', coalesce(begun.signed_on, begun.trial_on)::timestamp)::date as month,
    begun.trial_on,
    kicked_off.done_on as kicked_off_on,
    onboarded.live_on,
    onboarded.first_value_on,
    case when adopted.day is not null then greatest(adopted.day, begun.signed_on) end as adopted_on
  from begun
  join account_status on account_status.account_id = begun.account_id
  left join kicked_off on kicked_off.account_id = begun.account_id
  left join onboarded on onboarded.account_id = begun.account_id
  left join peopled on peopled.account_id = begun.account_id
  cross join lateral (select peopled.first_days[least(ceil(account_status.seats / 2.0), 2e9)::int] as day) as adopted),
stepped as (
  select
    dated.account_id,
    dated.month,
    dated.signed_on,
    dated.trial_on,
    case when dated.first_value_on <= as_of() then dated.first_value_on end as first_value_on,
    least(dated.left_on, as_of()) as observed_to,
    step.position,
    step.name,
    case when step.taken_on <= as_of() then step.taken_on end as taken_on
  from dated
  cross join lateral (values
    (0, 'trial', dated.trial_on),
    (1, 'signed', dated.signed_on),
    (2, 'kicked_off', dated.kicked_off_on),
    (3, 'live', dated.live_on),
    (4, 'first_value', dated.first_value_on),
    (5, 'adopted', dated.adopted_on)) as step (position, name, taken_on)),
ordered as (
  select
    account_id,
    window_funnel(
      local_midnight(case when position = 5 then greatest(taken_on, first_value_on) else taken_on end),
      interval '40000 days', position = 1, position = 2, position = 3, position = 4, position = 5) as deepest
  from stepped
  where taken_on is not null
  group by account_id),
counted as (
  select
    stepped.month,
    stepped.position,
    stepped.name,
    count(*) as accounts,
    count(stepped.taken_on) as reached,
    count(*) filter (where ordered.deepest >= stepped.position) as in_order,
    survival(
      case when stepped.position > 0 then coalesce(stepped.taken_on, stepped.observed_to) - stepped.signed_on
        else coalesce(stepped.signed_on, stepped.observed_to) - stepped.trial_on end,
      case when stepped.position > 0 then stepped.taken_on else stepped.signed_on end is not null)
      filter (where case when stepped.position > 0 then coalesce(stepped.taken_on, stepped.observed_to)
        >= stepped.signed_on else coalesce(stepped.signed_on, stepped.observed_to) >= stepped.trial_on end) as curve
  from stepped
  left join ordered on ordered.account_id = stepped.account_id
  group by stepped.month, stepped.position, stepped.name),
known as (
  select
    counted.*,
    case counted.name
      when 'trial' then source_tables.subscriptions
      when 'signed' then true
      when 'kicked_off' then source_tables.onboarding_projects and source_tables.onboarding_milestones
      when 'adopted' then source_tables.product_events and source_tables.subscriptions
      else source_tables.onboarding_projects end as is_known
  from counted
  cross join source_tables),
chained as (
  select
    known.*,
    bool_and(known.is_known or known.position = 0) over (
      partition by known.month order by known.position) and known.position > 0 as has_order
  from known)
select
  chained.month,
  (chained.month + interval '1 month')::date - 1 <= as_of() as is_finished,
  chained.position,
  chained.name as step,
  chained.accounts,
  case when chained.is_known then chained.reached end as reached,
  case when chained.is_known then round(chained.reached::numeric / chained.accounts, 4) end as share,
  case when chained.has_order then chained.in_order end as in_order,
  case when chained.has_order then round(chained.in_order::numeric / chained.accounts, 4) end as in_order_share,
  case when chained.is_known then survival_median(chained.curve) end as median_days
from chained
order by chained.month, chained.position
