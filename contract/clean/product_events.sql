-- One row per event and delivery. Of those that share an event_id one counts: that is for whoever counts them, because they
-- are many. Where the source's key says that there are none to share one, it costs nothing to ask for those.
--
-- shared_id: event_id that other rows may have, too; NULL = no other row has it
select
  given.event_id,
  given.account_id,
  given.user_id,
  given.feature_id,
  given.event_name,
  given.amount,
  given.occurred_at,
  given.loaded_at,
  given.event_id as shared_id,
  given.updated_at
from given
