-- How scores went: one row per customer, rubric and week from Monday to Sunday with a record in score_history, of the
-- 53 weeks up to as_of(), latest first. Of several records in a week the last one counts.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- arr: annual recurring revenue on as_of()
-- rubric: name of the rubric
-- week: first day of the week, a Monday
-- day: day of the record
-- version: version of the rubric then
-- score: the score then, unrounded
-- band: its band then
-- change: the score less that of the record before, whatever its version; NULL = none before
with records as (
  select distinct on (account_id, rubric, date_trunc('week', day::timestamp))
    account_id,
    rubric,
    date_trunc('week', day::timestamp)::date as week,
    day,
    version,
    score,
    band
  from score_history
  where day <= as_of() and day > as_of() - 53 * 7 and score is not null
  order by account_id, rubric, date_trunc('week', day::timestamp), day desc)
select
  records.account_id,
  csm_accounts.account,
  team_members.name as csm,
  csm_accounts.arr,
  records.rubric,
  records.week,
  records.day,
  records.version,
  records.score,
  records.band,
  records.score - lag(records.score) over (partition by records.account_id, records.rubric order by records.day)
    as change
from records
join csm_accounts on csm_accounts.account_id = records.account_id
left join team_members on team_members.member_id = csm_accounts.member_id
order by records.day desc, records.rubric, records.account_id
