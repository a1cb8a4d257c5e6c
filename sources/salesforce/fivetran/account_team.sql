-- Who looked after an account, and when. Members of its team since they were added; whom the team has no longer nobody
-- knows. An account without a Customer Success Manager in its team has its owner for one: by the history of the field,
-- of which the last value of a day counts, and where the field is not tracked, since the account was created.
with changes as (
  select distinct on (account_ids.account_id, local_day(account_history.created_date))
    account_ids.account_id,
    local_day(account_history.created_date) as starts_on,
    account_history.new_value as member_id
  from account_history
  join account_ids on account_ids.id = account_history.account_id and account_ids.id = account_ids.account_id
  -- The other row of a change has the name.
  where account_history.field in ('Owner', 'OwnerId') and account_history.new_value ~ '^005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$'
    and account_history.is_deleted is not true and account_history.created_date is not null
  order by account_ids.account_id, local_day(account_history.created_date), account_history.created_date desc,
    account_history.id desc),
periods as (
  select changes.*, lead(changes.starts_on) over (partition by changes.account_id order by changes.starts_on) as ends_on
  from changes),
owned as (
  select live_accounts.*
  from live_accounts
  where live_accounts.id not in (select managers.account_id from managers where managers.role = 'csm'))
select
  managers.account_id,
  managers.role,
  managers.member_id,
  coalesce(managers.starts_on, '-infinity') as starts_on,
  null::date as ends_on
from managers
union all
select owned.id, 'csm', periods.member_id, periods.starts_on, periods.ends_on
from owned
join periods on periods.account_id = owned.id
union all
select owned.id, 'csm', owned.owner_id, coalesce(local_day(owned.created_date), '-infinity'), null
from owned
where owned.owner_id <> '' and owned.id not in (select changes.account_id from changes)
