-- The journey of every customer: one row per account and lifecycle stage it has been in, in order of entry. A stage
-- lasts until the next one is entered, the last one until the end of as_of().
--
-- account_id: the customer
-- account: its name
-- segment: company size
-- stage: onboarding, adoption, value, renewal, at_risk or churned
-- first_entered_on: day it was first entered
-- total: time in the stage, all visits together
-- days: the same in days of 24 hours, to one decimal
-- share_of_time: share of the time since the first stage was entered, time per time; NULL = it was entered at this very
--   instant
-- visits: how often the account entered it, coming from another stage
-- is_current: the account is in it on as_of()
with entered as (
  select l.account_id, stage_durations(l.stage, l.entered_at, (as_of() + 1)::timestamptz) as stages
  from lifecycle_stages l
  where l.entered_at < (as_of() + 1)::timestamptz
  group by l.account_id),
stays as (
  select e.account_id, d.stage, d.first_entered, d.total, d.visits, d.is_current,
    extract(epoch from d.total) as seconds
  from entered e cross join unnest(e.stages) as d)
select s.account_id, a.name as account, a.segment, s.stage, s.first_entered::date as first_entered_on, s.total,
  round(s.seconds / 86400, 1) as days,
  round(s.seconds / nullif(sum(s.seconds) over (partition by s.account_id), 0), 4) as share_of_time,
  s.visits, s.is_current
from stays s join accounts a on a.account_id = s.account_id
order by s.account_id, s.first_entered, s.stage
