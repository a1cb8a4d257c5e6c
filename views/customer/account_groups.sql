-- To which groups an account belonged, as kpis groups them: one row per account, month of the last 24 up to as_of(), and
-- period. The groups are those of the evening before the period began; of an account that signed later, those of the
-- month's end. Segment, region, country and industry are those of today: a warehouse keeps no older ones. A group that is
-- not known has a name of its own.
--
-- month: first day of the month
-- ends_on: last day of the month, or as_of() if that is earlier
-- period: end = what stands on that day; month = what happens in the month; year = what happens in the twelve months that
--   end on that day
-- begins_after: day before the period: its start is counted at the end of that day; for end, ends_on
-- account_id: the account
-- account: its name
-- segment: company size; not known = without one, as in the columns that follow
-- tier: product tier of the contract in force, or of the last one; before the first one, that of today
-- region: sales region
-- country: ISO 3166-1 alpha-2 code
-- industry: industry
-- stage: lifecycle stage
-- cohort: calendar year of the first paid day; not charged = never by as_of()
-- csm: Customer Success Manager in charge; nobody = nobody
with months as (
  select
    start.at::date as month,
    least((start.at + interval '1 month')::date - 1, as_of()) as ends_on
  from generate_series(date_trunc('month', as_of()::timestamp) - interval '23 months', as_of()::timestamp,
    interval '1 month') as start (at)),
periods as (
  select
    months.month,
    months.ends_on,
    period.name as period,
    period.begins_after
  from months
  cross join lateral (
    values
      ('end', months.ends_on),
      ('month', months.month - 1),
      ('year', (months.ends_on + 1 - interval '1 year')::date - 1)) as period (name, begins_after)),
-- A contract is in force from its signature and the start of its term on, until one is that starts later.
tiered as (
  select
    tiers.account_id,
    tiers.tier,
    valid
  from (
    select
      account_id,
      tier,
      datemultirange(daterange(greatest(signed_on, lower(term)), null)) - coalesce(
        range_agg(daterange(greatest(signed_on, lower(term)), null)) over (
          partition by account_id order by lower(term) desc, contract_id
          rows between unbounded preceding and 1 preceding), '{}') as days
    from contracts) as tiers
  cross join unnest(tiers.days) as valid),
-- Of two managers in charge at once it is the one who began later, as in csm_accounts.
managed as (
  select
    managers.account_id,
    managers.member_id,
    valid
  from (
    select
      account_id,
      member_id,
      datemultirange(valid) - coalesce(
        range_agg(valid) over (
          partition by account_id order by lower(valid) desc, member_id
          rows between unbounded preceding and 1 preceding), '{}') as days
    from account_team
    where role = 'csm') as managers
  cross join unnest(managers.days) as valid),
-- A stage is that of the day on whose evening the account is in it.
staged as (
  select
    account_id,
    stage,
    daterange(entered_on, lead(entered_on) over (
      partition by account_id order by entered_at, array_position(
        '{onboarding,adoption,value,renewal,at_risk,churned}'::text[], stage))) as valid
  from (
    select account_id, stage, entered_at, local_day(entered_at) as entered_on from lifecycle_stages) as entered),
paid as (
  select
    account_id,
    extract(year from min(lower(period.valid)))::text as cohort
  from (
    select
      account_id,
      mrr_agg(charged * daterange(null, as_of() + 1), mrr, '{"below_zero": "zero"}') as history
    from subscriptions
    where lower(charged) <= as_of()
    group by account_id) as histories
  cross join lateral mrr_periods(histories.history) as period
  group by account_id),
-- Two managers of one name are two.
named as (
  select
    member_id,
    case when count(*) over (partition by name) = 1 then name
      else format('%s (%s)', coalesce(name, 'no name'), member_id) end as csm
  from team_members),
known as (
  select
    accounts.*,
    paid.cohort
  from accounts
  left join paid on paid.account_id = accounts.account_id),
placed as (
  select
    periods.month,
    periods.ends_on,
    periods.period,
    periods.begins_after,
    known.account_id,
    known.name,
    known.segment,
    known.tier,
    known.region,
    known.country,
    known.industry,
    known.cohort,
    known.csm_id,
    case when known.signed_on > periods.begins_after then periods.ends_on else periods.begins_after end as day
  from periods
  cross join known)
select
  placed.month,
  placed.ends_on,
  placed.period,
  placed.begins_after,
  placed.account_id,
  placed.name as account,
  coalesce(placed.segment, 'not known') as segment,
  coalesce(tiered.tier, placed.tier, 'not known') as tier,
  coalesce(placed.region, 'not known') as region,
  coalesce(placed.country, 'not known') as country,
  coalesce(placed.industry, 'not known') as industry,
  coalesce(staged.stage, 'not known') as stage,
  coalesce(placed.cohort, 'not charged') as cohort,
  coalesce(named.csm, 'nobody') as csm
from placed
left join tiered on tiered.account_id = placed.account_id and tiered.valid @> placed.day
left join staged on staged.account_id = placed.account_id and staged.valid @> placed.day
left join managed on managed.account_id = placed.account_id and managed.valid @> placed.day
left join named on named.member_id = coalesce(managed.member_id, placed.csm_id)
