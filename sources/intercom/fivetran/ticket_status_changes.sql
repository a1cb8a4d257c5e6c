-- Changes of the state of conversations whose parts were landed: one row per change. Closed is solved, as an answer opens
-- it again; so it does one that was snoozed, which is on hold. Where the conversation of today is already further on, one
-- change more when it was last changed.
with told as (
  select parts.conversation_id, parts.created_at, parts.id,
    case when parts.status is not null then parts.status when parts.author = 'customer' and parts.says then 'answered' end
      as status
  from parts
  join conversations on conversations.id = parts.conversation_id
  where parts.created_at >= conversations.opened_at
  union all
  select conversations.id, conversations.opened_at, '', 'open'
  from conversations
  where conversations.id in (select parts.conversation_id from parts)),
-- The state before: an answer is one of its own, whatever was before it.
changes as (
  select told.*,
    lag(told.status) over (partition by told.conversation_id order by told.created_at, told.id) as before
  from told
  where told.status is not null),
-- Answers to what is open change nothing; answers after answers do not, either.
marked as (
  select changes.*,
    case when changes.status <> 'answered' then changes.status
      when changes.before in ('solved', 'hold') then 'open' end as status_now
  from changes),
kept as (
  select marked.*, lag(marked.status_now) over in_order as status_before
  from marked
  where marked.status_now is not null
  window in_order as (partition by marked.conversation_id order by marked.created_at, marked.id)),
ended as (
  select distinct on (kept.conversation_id) kept.conversation_id, kept.created_at, kept.status_now
  from kept
  order by kept.conversation_id, kept.created_at desc, kept.id desc)
select
  kept.conversation_id as ticket_id,
  kept.created_at as changed_at,
  kept.status_now as status
from kept
where kept.status_now is distinct from kept.status_before
union all
select
  ended.conversation_id,
  greatest(ended.created_at, conversations.updated_at,
    case when conversations.status = 'deleted' then conversations._fivetran_synced end),
  conversations.status
from ended
join conversations on conversations.id = ended.conversation_id
where ended.status_now <> conversations.status
