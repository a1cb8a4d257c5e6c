-- Made by tools/dbt-package from views/.
{{ config(alias='csm_portfolio') }}

with account_metrics as not materialized (select * from {{ ref('customer360__account_metrics') }}),
account_team as not materialized (select * from {{ ref('customer360__account_team') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
onboarding as not materialized (select * from {{ ref('customer360__onboarding') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
subscriptions as not materialized (select * from {{ ref('customer360__subscriptions') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
tickets as not materialized (select * from {{ ref('customer360__tickets') }}),
month_ends as (
  select least((date_trunc('month', {{ customer360.as_of() }}::timestamp) - make_interval(months => month.ago - 1))::date - 1, {{ customer360.as_of() }})
    as day
  from generate_series(0, 11) as month (ago)),
before as (
  select {{ customer360.as_of() }} - 90 as day),
days as (
  select month_ends.day from month_ends
  union
  select before.day from before),
charged as (
  select days.day, subscriptions.account_id
  from days
  join subscriptions on subscriptions.charged @> days.day
  group by days.day, subscriptions.account_id
  having sum(subscriptions.mrr) > 0 or bool_or(subscriptions.mrr is null)),
in_charge as (
  select charged.day, charged.account_id,
    coalesce((array_agg(account_team.member_id order by lower(account_team.valid) desc, account_team.member_id))[1],
      accounts.csm_id) as member_id
  from charged
  join accounts on accounts.account_id = charged.account_id
  left join account_team on account_team.account_id = charged.account_id and account_team.role = 'csm'
    and account_team.valid @> charged.day
  group by charged.day, charged.account_id, accounts.csm_id),
onboarded as (
  select onboarding.account_id, bool_or(onboarding.status = 'overdue') as is_overdue
  from onboarding
  where onboarding.days_open is not null
  group by onboarding.account_id),
asked as (
  select tickets.account_id, count(*) as tickets
  from tickets
  where tickets.opened_at >= (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 89))
  group by tickets.account_id),
held as materialized (
  select csm_accounts.member_id, csm_accounts.account_id, csm_accounts.is_charged, csm_accounts.arr,
    account_metrics.adoption_score, account_metrics.health_score, account_metrics.is_at_risk,
    account_metrics.days_to_renewal between 0 and 90 as is_due, onboarded.is_overdue, asked.tickets
  from csm_accounts
  left join account_metrics on account_metrics.account_id = csm_accounts.account_id
  left join onboarded on onboarded.account_id = csm_accounts.account_id
  left join asked on asked.account_id = csm_accounts.account_id
  where csm_accounts.status is distinct from 'churned'),
now_held as (
  select held.member_id,
    count(*) filter (where held.is_charged) as accounts,
    sum(held.arr) as arr,
    avg(held.adoption_score) as adoption_score,
    sum(held.adoption_score * held.arr) / nullif(sum(held.arr) filter (where held.adoption_score is not null), 0)
      as adoption_score_by_arr,
    avg(held.health_score) as health_score,
    sum(held.health_score * held.arr) / nullif(sum(held.arr) filter (where held.health_score is not null), 0)
      as health_score_by_arr,
    count(held.is_overdue) as onboarding,
    count(*) filter (where held.is_overdue) as onboarding_overdue,
    count(*) filter (where held.is_charged and held.is_due) as renewals_due,
    sum(held.arr) filter (where held.is_charged and held.is_due) as renewals_due_arr,
    count(*) filter (where held.is_at_risk) as at_risk,
    sum(held.arr) filter (where held.is_at_risk) as at_risk_arr,
    sum(held.tickets) filter (where held.is_charged) as tickets
  from held
  group by held.member_id),
-- GROUP BY takes customers without a manager for one group.
compared as (
  select stood.member_id, stood.account_id, bool_or(stood.is_now) as is_now, bool_or(not stood.is_now) as is_before
  from (
    select held.member_id, held.account_id, true as is_now from held where held.is_charged
    union all
    select in_charge.member_id, in_charge.account_id, false from in_charge join before on before.day = in_charge.day
    ) as stood
  group by stood.member_id, stood.account_id),
evolved as (
  select compared.member_id,
    count(*) filter (where compared.is_before) as accounts_before,
    count(*) filter (where not compared.is_before) as gained,
    count(*) filter (where not compared.is_now) as lost
  from compared
  group by compared.member_id),
employed as (
  select team_members.member_id, team_members.role
  from team_members
  where (team_members.hired_on > {{ customer360.as_of() }}) is not true
    and (team_members.left_on <= {{ customer360.as_of() }}) is not true),
members as (
  select employed.member_id from employed where employed.role = 'csm'
  union
  select evolved.member_id from evolved
  union
  select now_held.member_id from now_held),
counted as (
  select in_charge.member_id, in_charge.day, count(*)::numeric as accounts
  from in_charge
  group by in_charge.member_id, in_charge.day),
drawn as (
  select members.member_id, sparkline(array_agg(coalesce(counted.accounts, 0) order by month_ends.day), 0,
    greatest(max(counted.accounts), 1)) as accounts_trend
  from members
  cross join month_ends
  left join counted on counted.day = month_ends.day and counted.member_id is not distinct from members.member_id
  group by members.member_id),
company as (
  select
    (select count(*) from employed where employed.member_id in (select members.member_id from members)) as managers,
    count(*) filter (where held.is_charged) as accounts,
    sum(held.arr) as arr,
    -- Whether it is known of any customer, if there are some.
    count(held.is_at_risk) > 0 or count(*) = 0 as has_risks
  from held),
summed as (
  select members.member_id, employed.member_id is not null as is_employed, drawn.accounts_trend,
    case when source_tables.subscriptions then coalesce(now_held.accounts, 0) end as accounts,
    case when source_tables.subscriptions then coalesce(now_held.arr, 0) end as arr,
    case when source_tables.subscriptions then coalesce(evolved.accounts_before, 0) end as accounts_before,
    case when source_tables.subscriptions then coalesce(evolved.gained, 0) end as gained,
    case when source_tables.subscriptions then coalesce(evolved.lost, 0) end as lost,
    now_held.adoption_score, now_held.adoption_score_by_arr, now_held.health_score, now_held.health_score_by_arr,
    case when source_tables.onboarding_projects_live_on then coalesce(now_held.onboarding, 0) end as onboarding,
    case when source_tables.onboarding_projects_live_on then coalesce(now_held.onboarding_overdue, 0) end
      as onboarding_overdue,
    case when source_tables.contracts and source_tables.subscriptions then coalesce(now_held.renewals_due, 0) end
      as renewals_due,
    case when source_tables.contracts and source_tables.subscriptions then coalesce(now_held.renewals_due_arr, 0) end
      as renewals_due_arr,
    case when source_tables.subscriptions and company.has_risks then coalesce(now_held.at_risk, 0) end as at_risk,
    case when source_tables.subscriptions and company.has_risks then coalesce(now_held.at_risk_arr, 0) end
      as at_risk_arr,
    case when source_tables.support_tickets_account_id and source_tables.subscriptions
      then coalesce(now_held.tickets, 0) end as tickets,
    company.managers, case when source_tables.subscriptions then company.accounts end as company_accounts,
    company.arr as company_arr
  from members
  cross join company
  cross join source_tables
  left join employed on employed.member_id = members.member_id
  left join now_held on now_held.member_id is not distinct from members.member_id
  left join evolved on evolved.member_id is not distinct from members.member_id
  left join drawn on drawn.member_id is not distinct from members.member_id)
select
  summed.member_id,
  case when summed.member_id is null then 'nobody' else team_members.name end as csm,
  team_members.region,
  summed.is_employed,
  summed.accounts,
  summed.accounts_trend,
  summed.accounts_before,
  summed.gained as accounts_gained,
  summed.lost as accounts_lost,
  summed.arr,
  round(summed.adoption_score, 1) as adoption_score,
  round(summed.adoption_score_by_arr, 1) as adoption_score_by_arr,
  round(summed.health_score, 1) as health_score,
  round(summed.health_score_by_arr, 1) as health_score_by_arr,
  summed.onboarding,
  summed.onboarding_overdue,
  summed.renewals_due,
  summed.renewals_due_arr,
  summed.at_risk,
  summed.at_risk_arr,
  round(summed.at_risk::numeric / nullif(summed.accounts, 0), 4) as at_risk_share,
  round(summed.at_risk_arr / nullif(summed.arr, 0), 4) as at_risk_share_by_arr,
  summed.tickets as tickets_90d,
  round(summed.tickets / nullif(summed.accounts, 0), 4) as support_incident_rate_90d,
  round(summed.company_accounts::numeric / nullif(summed.managers, 0), 1) as customers_per_csm,
  case when summed.is_employed
    then round(summed.accounts * summed.managers::numeric / nullif(summed.company_accounts, 0), 2) end as account_load,
  case when summed.is_employed then round(summed.arr * summed.managers / nullif(summed.company_arr, 0), 2) end
    as arr_load
from summed
left join team_members on team_members.member_id = summed.member_id
order by summed.arr desc, summed.member_id
