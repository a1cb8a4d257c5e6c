-- Web visits: one row per page view, and per track call of a person who is not known by a user_id. Of a call that was
-- delivered twice the earliest counts. Known users' track calls are product_events. The account is found as there; an
-- anonymous person's by what the identifier was seen together with.
with once as (
  select distinct on (events.id)
    events.id,
    events.user_id,
    events.anonymous_id,
    events.group_id,
    events.happened_at
  from events
  where (not events.is_track or events.user_id is null) and coalesce(events.user_id, events.anonymous_id) is not null
  order by events.id, events.happened_at)
select
  once.id as interaction_id,
  'web' as kind,
  case when once.user_id is not null then 'user_id' else 'anonymous_id' end as identifier_kind,
  coalesce(once.user_id, once.anonymous_id) as identifier,
  coalesce(once.group_id, memberships.group_id) as account_id,
  people.domain as account_domain,
  once.happened_at
from once
left join memberships on memberships.user_id = once.user_id
  and once.happened_at >= memberships.begins_at and once.happened_at < memberships.ends_at
left join people on people.user_id = once.user_id
