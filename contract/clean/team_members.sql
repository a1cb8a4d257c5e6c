-- Two people of one name are told apart by their ids: whoever groups by names, or filters by one, means one person.
select
  given.member_id,
  case when namesakes.name is not null then format('%s (%s)', given.name, given.member_id) else given.name end as name,
  given.role,
  given.region,
  given.hired_on,
  given.left_on,
  given.updated_at
from given
left join (
  select source_team_members.name
  from source_team_members
  where source_team_members.member_id::text <> ''
  group by source_team_members.name
  having count(distinct source_team_members.member_id) > 1) as namesakes on namesakes.name = given.name
