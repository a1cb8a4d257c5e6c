-- Made by tools/dbt-package from views/.
{{ config(alias='feedback_answers') }}

with csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
survey_responses as not materialized (select * from {{ ref('customer360__survey_responses') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
given as (
  select survey_responses.response_id, survey_responses.account_id, survey_responses.user_id, survey_responses.survey,
    survey_responses.score, survey_responses.scale, survey_responses.is_inverted, survey_responses.ticket_id,
    survey_responses.comment, survey_responses.responded_at, c360_local_day({{ customer360.zone() }}, survey_responses.responded_at) as responded_on,
    case when survey_responses.survey = 'nps' then 0 else 1 end as lowest
  from survey_responses
  where survey_responses.responded_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))),
followed as (
  select given.*,
    case when given.scale is null then null when given.is_inverted then given.lowest + given.scale - given.score
      else given.score end as rating,
    lead(given.responded_on) over (partition by given.user_id, given.survey, given.ticket_id
      order by given.responded_at, given.response_id) as next_on
  from given)
select
  followed.response_id,
  followed.account_id,
  managed.account,
  team_members.name as csm,
  managed.arr,
  followed.user_id,
  followed.survey,
  followed.score,
  followed.scale,
  followed.rating,
  (followed.rating - followed.lowest) / (followed.scale - followed.lowest)::numeric as fraction,
  followed.ticket_id,
  followed.comment,
  followed.responded_at,
  followed.responded_on
from followed
-- The DISTINCT only tells the planner that it may leave this out for whoever asks for none of it.
left join (
  select distinct on (account_id) account_id, account, member_id, arr
  from csm_accounts
  order by account_id) as managed on managed.account_id = followed.account_id
left join team_members on team_members.member_id = managed.member_id
-- Of users who are not known nobody can say whether they answered twice.
where followed.user_id is null or (followed.next_on - followed.responded_on < 7) is not true
