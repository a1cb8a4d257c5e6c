-- People of the team who have one name.
select 'team_members' as table_name,
  team_members.member_id::text as key,
  null::text as account_id,
  format('has the name of another: %s', source_team_members.name) as fault,
  'notice' as severity,
  format('is shown as %s', team_members.name) as done,
  'nothing, or give them names of their own; one person should be one row' as to_do
from team_members
join source_team_members on source_team_members.member_id = team_members.member_id
  and source_team_members.name <> team_members.name
