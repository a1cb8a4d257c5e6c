-- Tickets, each as it was last told, and whether it still counts. A merged ticket, which Zendesk closes and tags
-- closed_by_merge (the other ticket lists it, too), is gone as a deleted one is: its question lives on in the other
-- ticket, and would count twice. So is what Fivetran found deleted, whatever the last status that was landed.
with last_told as (
  select distinct on (ticket.id) ticket.*
  from ticket
  where ticket.id <> ''
  order by ticket.id, ticket.updated_at desc nulls last, ticket._fivetran_synced desc nulls last),
-- Grouped, so that the planner expects few: joined as a union, they would be ten for every ticket.
merged as (
  select told.id
  from (
    select ticket_tag.ticket_id as id
    from ticket_tag
    where lower(ticket_tag.tag) = 'closed_by_merge'
    union all
    select unnest(string_to_array(translate(last_told.merged_ticket_ids, '[]{}" ', ''), ','))
    from last_told
    where last_told.merged_ticket_ids ~ '[0-9]') as told
  group by told.id)
select
  last_told.id,
  last_told.subject,
  last_told.type,
  last_told.priority,
  last_told.via_channel,
  last_told.requester_id,
  last_told.assignee_id,
  last_told.organization_id,
  last_told.created_at,
  last_told.updated_at,
  merged.id is not null as is_merged,
  case when merged.id is not null or last_told._fivetran_deleted then 'deleted'
    else lower(btrim(last_told.status)) end as status,
  -- Since when it has that status at the latest: the ticket itself says no more about a row that vanished.
  case when last_told._fivetran_deleted and lower(btrim(last_told.status)) <> 'deleted'
    then greatest(last_told.updated_at, last_told._fivetran_synced)
    else last_told.updated_at end as status_by
from last_told
left join merged on merged.id = last_told.id
