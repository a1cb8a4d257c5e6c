-- Rules of activity for events that there are none of: no day counts by them.
select 'activity_rule' as table_name,
  activity_rule.event_name as key,
  null::text as account_id,
  'no event is called ' || activity_rule.event_name || coalesce('; perhaps ' || nearest_word(activity_rule.event_name, array(
    select distinct source_product_events.event_name from source_product_events
    where source_product_events.event_name is not null)), '') as fault,
  'warning' as severity,
  'no day counts by it' as done,
  'name an event as product_events has it, or * for all' as to_do
from activity_rule
where activity_rule.event_name <> '*' and not exists (
  select from source_product_events
  where c360_word(source_product_events.event_name) = c360_word(activity_rule.event_name))
