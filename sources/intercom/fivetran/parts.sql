-- What happened in conversations, in the order of time: one row per part, as last told. says: it was said to the
-- customer, or by one: comments, and what was written while closing, opening, snoozing or assigning; notes are not.
with latest as (
  select distinct on (conversation_part_history.id) conversation_part_history.*
  from conversation_part_history
  where conversation_part_history.id <> ''
  order by conversation_part_history.id, conversation_part_history.updated_at desc nulls last,
    conversation_part_history._fivetran_synced desc nulls last)
select
  latest.id,
  latest.conversation_id,
  latest.created_at,
  case when latest.author_type in ('admin', 'team') then 'agent'
    when latest.author_type in ('user', 'lead', 'contact') then 'customer' end as author,
  latest.part_type = 'comment' or latest.part_type in ('close', 'open', 'snoozed', 'unsnoozed', 'assignment',
    'away_mode_assignment', 'assign_and_unsnooze', 'assign_and_reopen') and btrim(latest.body) <> '' as says,
  case when latest.part_type in ('close', 'note_and_close') then 'solved'
    when latest.part_type in ('open', 'unsnoozed', 'timer_unsnooze', 'note_and_reopen', 'note_and_unsnooze',
      'assign_and_unsnooze', 'assign_and_reopen') then 'open'
    when latest.part_type in ('snoozed', 'note_and_snooze') then 'hold' end as status
from latest
where latest.created_at is not null
