-- Features of the product: one row per feature of feature_events, else per event that is one (see uses) and that an
-- identified user sent: what only unknown people do is marketing's. A feature of several events has the name that comes
-- first.
with named as (
  select
    chosen_events.feature_id,
    chosen_events.name,
    chosen_events.module
  from chosen_events
  union all
  select
    uses.feature_id,
    min(uses.event_text),
    null
  from uses
  where uses.feature_id is not null and not exists (select from chosen_events)
  group by uses.feature_id)
select
  named.feature_id,
  named.feature_id as feature_key,
  coalesce(min(named.name), named.feature_id) as name,
  min(named.module) as module
from named
group by named.feature_id
