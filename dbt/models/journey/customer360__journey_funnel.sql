-- Made by tools/dbt-package from views/.
{{ config(alias='journey_funnel') }}

with account_status as not materialized (select * from {{ ref('customer360__account_status') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
onboarding_milestones as not materialized (select * from {{ ref('customer360__onboarding_milestones') }}),
onboarding_projects as not materialized (select * from {{ ref('customer360__onboarding_projects') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
user_activity as not materialized (select * from {{ ref('customer360__user_activity') }}),
subscribed as (
  select
    account_id,
    min(lower(valid)) filter (where status = 'trial' or trial_ends_on > lower(valid)) as trial_on,
    max(coalesce(upper(valid), 'infinity')) as ends_on
  from subscriptions
  where lower(valid) <= {{ customer360.as_of() }}
  group by account_id),
begun as (
  select
    accounts.account_id,
    case when accounts.signed_on <= {{ customer360.as_of() }} then accounts.signed_on end as signed_on,
    subscribed.trial_on,
    case when subscribed.ends_on <= {{ customer360.as_of() }} then subscribed.ends_on end as left_on
  from accounts
  left join subscribed on subscribed.account_id = accounts.account_id
  where accounts.signed_on <= {{ customer360.as_of() }} or subscribed.trial_on is not null),
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
  where first_active(activity) <= {{ customer360.as_of() }}
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
    case when dated.first_value_on <= {{ customer360.as_of() }} then dated.first_value_on end as first_value_on,
    least(dated.left_on, {{ customer360.as_of() }}) as observed_to,
    step.position,
    step.name,
    case when step.taken_on <= {{ customer360.as_of() }} then step.taken_on end as taken_on
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
      c360_local_midnight({{ customer360.zone() }}, case when position = 5 then greatest(taken_on, first_value_on) else taken_on end),
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
  (chained.month + interval '1 month')::date - 1 <= {{ customer360.as_of() }} as is_finished,
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
