-- Track calls of identified users: one row per call and delivery; the pack counts one per event_id, the earliest. The
-- account is context_group_id if the call has one, else the group of the user when it happened, else, where the user
-- never was in a group, that of the address's domain. What happened before a person was identified is an interaction.
select
  uses.id as event_id,
  coalesce(uses.group_id, memberships.group_id) as account_id,
  people.domain as account_domain,
  uses.user_id,
  uses.feature_id,
  uses.event as event_name,
  uses.happened_at as occurred_at,
  uses.loaded_at
from uses
left join memberships on memberships.user_id = uses.user_id
  and uses.happened_at >= memberships.begins_at and uses.happened_at < memberships.ends_at
left join people on people.user_id = uses.user_id
