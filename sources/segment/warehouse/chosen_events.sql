-- Which events are uses of which feature, if the company says so: one row per event in feature_events.
select
  feature_events.event,
  min(coalesce(nullif(feature_events.feature_id, ''), feature_events.event)) as feature_id,
  min(feature_events.name) as name,
  min(feature_events.module) as module
from feature_events
where feature_events.event <> ''
group by feature_events.event
