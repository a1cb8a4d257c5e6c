-- Who is on the team of an account as Customer Success Manager, or Technical Account Manager: one row per account, role
-- and member. What else a team has (sales, support, partners) is none of these.
select
  account_ids.account_id,
  case when account_team_member.team_member_role ~* '\m(tam|technical account)' then 'tam' else 'csm' end as role,
  account_team_member.user_id as member_id,
  min(local_day(account_team_member.created_date)) as starts_on
from account_team_member
join account_ids on account_ids.id = account_team_member.account_id
where account_team_member.is_deleted is not true and account_team_member._fivetran_deleted is not true
  and account_team_member.team_member_role ~* '\m(tam|technical account|csm|customer success|success manager)'
group by 1, 2, 3
