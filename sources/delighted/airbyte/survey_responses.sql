-- Answers, each as it was last told. Who was asked and did not answer has no row here, nor has an answer without a score.
-- The scale follows from the kind of survey; thumbs down and up are 1 and 2. A person's several answers stay: the pack
-- counts the latest of each.
with last_told as (
  select distinct on (survey_responses.id)
    survey_responses.id,
    survey_responses.person,
    lower(btrim(survey_responses.survey_type)) as kind,
    survey_responses.score,
    survey_responses.comment,
    survey_responses.created_at,
    survey_responses.updated_at
  from survey_responses
  order by survey_responses.id, survey_responses.updated_at desc nulls last,
    survey_responses._airbyte_extracted_at desc nulls last),
addresses as (
  select distinct on (people.id)
    people.id,
    people.email
  from people
  where people.email <> ''
  order by people.id, people._airbyte_extracted_at desc nulls last)
select
  last_told.id as response_id,
  addresses.email,
  case when not is_free_email_domain(addresses.email) then email_domain(addresses.email) end as account_domain,
  case when last_told.kind = 'nps' then 'nps' when last_told.kind like 'ces%' then 'ces' else 'csat' end as survey,
  -- Thumbs are 0 and 1 in the API.
  case last_told.kind when 'thumbs' then last_told.score + 1 else last_told.score end as score,
  case last_told.kind
    when 'nps' then 10
    when 'ces7' then 7
    when 'csat3' then 3
    when 'thumbs' then 2
    else 5 end::bigint as scale,
  last_told.comment,
  last_told.created_at as responded_at,
  last_told.updated_at
from last_told
left join addresses on addresses.id = last_told.person
where last_told.score is not null and last_told.kind in ('nps', 'csat', 'csat3', 'ces', 'ces7', 'smileys', 'stars', 'thumbs')
