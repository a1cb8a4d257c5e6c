-- Ratings of tickets as answers to a CSAT survey of two: good is 2, bad is 1, and offered and unoffered are none.
-- Whoever rates a ticket anew replaces the rating: one row per ticket, the last one by the end of as_of(). Without a
-- row in satisfaction_rating the history of the ticket's own satisfaction_score counts.
with told as (
  select distinct on (satisfaction_rating.id)
    satisfaction_rating.id,
    satisfaction_rating.ticket_id,
    satisfaction_rating.requester_id,
    lower(btrim(satisfaction_rating.score)) as score,
    nullif(btrim(satisfaction_rating.comment), '') as comment,
    coalesce(satisfaction_rating.updated_at, satisfaction_rating.created_at) as rated_at
  from satisfaction_rating
  order by satisfaction_rating.id, satisfaction_rating.updated_at desc nulls last,
    satisfaction_rating._fivetran_synced desc nulls last),
rated as (
  select told.id, told.ticket_id, told.requester_id, told.score, told.comment, told.rated_at
  from told
  where told.score like 'good%' or told.score like 'bad%'
  union all
  select null, ticket_field_history.ticket_id, null, lower(btrim(ticket_field_history.value)), null,
    ticket_field_history.updated
  from ticket_field_history
  where ticket_field_history.field_name = 'satisfaction_score'
    and (lower(btrim(ticket_field_history.value)) like 'good%' or lower(btrim(ticket_field_history.value)) like 'bad%')
    and not exists (
      select
      from told
      where told.ticket_id = ticket_field_history.ticket_id and (told.score like 'good%' or told.score like 'bad%'))),
latest as (
  select distinct on (rated.ticket_id) rated.*
  from rated
  where rated.rated_at < (select local_midnight(as_of() + 1))
  order by rated.ticket_id, rated.rated_at desc, rated.id desc nulls last)
select
  coalesce(latest.id, 'ticket ' || latest.ticket_id) as response_id,
  coalesce(nullif(latest_tickets.organization_id, ''), nullif(requesters.organization_id, '')) as account_id,
  requesters.email,
  case when not is_free_email_domain(requesters.email) then email_domain(requesters.email) end as account_domain,
  'csat' as survey,
  case when latest.score like 'good%' then 2 else 1 end::bigint as score,
  2::bigint as scale,
  latest.ticket_id,
  latest.comment,
  latest.rated_at as responded_at,
  latest.rated_at as updated_at
from latest
left join latest_tickets on latest_tickets.id = latest.ticket_id
left join latest_users as requesters on requesters.id = coalesce(latest.requester_id, latest_tickets.requester_id)
