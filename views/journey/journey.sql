-- The journey of every customer: one row per account and lifecycle stage it has been in, in order of entry. A stage
-- lasts until the next one is entered, the last one until the end of as_of(). Of two stages entered at one instant the
-- later one is further on in the order onboarding, adoption, value, renewal, at_risk, churned.
--
-- account_id: the customer
-- account: its name
-- segment: company size
-- csm: Customer Success Manager in charge of it on as_of()
-- arr: its annual recurring revenue on as_of()
-- stage: onboarding, adoption, value, renewal, at_risk or churned
-- first_entered_on: day it was first entered
-- total: time in the stage, all visits together
-- days: the same in days of 24 hours, to one decimal
-- share_of_time: share of the time since the first stage was entered, time per time; NULL = it was entered at this very
--   instant
-- visits: how often the account entered it, coming from another stage
-- is_current: the account is in it on as_of()
with entered as (
  select lifecycle_stages.account_id,
    stage_durations(lifecycle_stages.stage, lifecycle_stages.entered_at, (select local_midnight(as_of() + 1)),
      array_position('{onboarding,adoption,value,renewal,at_risk,churned}'::text[], lifecycle_stages.stage)) as stages
  from lifecycle_stages
  where lifecycle_stages.entered_at < (select local_midnight(as_of() + 1))
  group by lifecycle_stages.account_id),
stayed as (
  select entered.account_id, stay.stage, stay.first_entered, stay.total, stay.visits, stay.is_current,
    extract(epoch from stay.total) as seconds
  from entered
  cross join unnest(entered.stages) as stay)
select
  stayed.account_id,
  accounts.name as account,
  accounts.segment,
  managed.csm,
  managed.arr,
  stayed.stage,
  local_day(stayed.first_entered) as first_entered_on,
  stayed.total,
  round(stayed.seconds / 86400, 1) as days,
  round(stayed.seconds / nullif(sum(stayed.seconds) over (partition by stayed.account_id), 0), 4) as share_of_time,
  stayed.visits,
  stayed.is_current
from stayed
left join accounts on accounts.account_id = stayed.account_id
-- With one row at most: whoever does not ask for the names does not read them.
left join (
  select distinct on (csm_accounts.account_id) csm_accounts.account_id, csm_accounts.csm, csm_accounts.arr
  from csm_accounts
  order by csm_accounts.account_id) as managed on managed.account_id = stayed.account_id
order by stayed.account_id, stayed.first_entered, stayed.stage
