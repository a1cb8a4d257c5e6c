-- Goals that no group has, or that nothing reaches.
with groups as (
  select 'segment' as grouped_by, accounts.segment as group_name from accounts
  union
  select 'region', accounts.region from accounts
  union
  select 'country', accounts.country from accounts
  union
  select 'industry', accounts.industry from accounts
  union
  select 'tier', accounts.tier from accounts
  union
  select 'tier', contracts.tier from contracts
  union
  select 'stage', word.meaning from c360_contract_words() as word
  where word.table_name = 'lifecycle_stages' and word.column_name = 'stage'
  union
  select 'csm', team_members.name from team_members where team_members.role = 'csm'),
targets as (
  select concat_ws(', ', kpi_targets.month, kpi_targets.kpi, kpi_targets.grouped_by, kpi_targets.group_name) as key,
    kpi_targets.kpi,
    coalesce(kpi_targets.grouped_by, 'all') as grouped_by,
    coalesce(kpi_targets.group_name, 'all') as group_name,
    kpi_targets.target
  from kpi_targets)
select 'kpi_targets' as table_name,
  targets.key,
  null as account_id,
  case when targets.grouped_by = 'all' then format('is of all customers, and of the group %s', targets.group_name)
    else format('is of the %s %s, which no customer has%s', targets.grouped_by, targets.group_name,
      '; perhaps ' || nearest_word(targets.group_name, known.names)) end as fault,
  'warning' as severity,
  'no number has this goal' as done,
  case when targets.grouped_by = 'all' then 'name the grouping in grouped_by, or leave group_name empty'
    else 'write the group as the customers have it' end as to_do
from targets
cross join lateral (
  select array_agg(groups.group_name order by groups.group_name) as names
  from groups
  where groups.grouped_by = targets.grouped_by and groups.group_name is not null) as known
where case targets.grouped_by when 'all' then targets.group_name <> 'all'
  when 'cohort' then targets.group_name !~ '^[0-9]{4}$'
  else targets.group_name <> all (coalesce(known.names, '{}') || '{not known, nobody}') end
union all
select 'kpi_targets',
  targets.key,
  null,
  format('is %s for a share, of which 1 is everything', targets.target),
  'warning',
  'it stays, and the gap is the number that it makes',
  'write 95 % as 0.95'
from targets
where targets.target > 5 and (targets.kpi in ('nrr', 'grr', 'logo_retention', 'csat', 'coverage')
  or targets.kpi like '%\_rate' and targets.kpi <> 'support_incident_rate' or targets.kpi like '%\_share')
