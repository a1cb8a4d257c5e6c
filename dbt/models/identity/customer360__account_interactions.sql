-- Made by tools/dbt-package from views/.
{{ config(alias='account_interactions') }}

with csm_accounts as not materialized (select * from {{ ref('customer360__csm_accounts') }}),
identity_map as not materialized (select * from {{ ref('customer360__identity_map') }}),
interactions as not materialized (select * from {{ ref('customer360__interactions') }}),
source_tables as not materialized (select * from {{ ref('customer360__source_tables') }}),
team_members as not materialized (select * from {{ ref('customer360__team_members') }}),
resolved as (
  select
    coalesce(interactions.account_id, identity_map.account_id) as account_id,
    interactions.kind,
    interactions.happened_at,
    coalesce(identity_map.person, interactions.identifier_kind || ':' || interactions.identifier) as person,
    identity_map.user_id
  from interactions
  left join identity_map on identity_map.kind = interactions.identifier_kind
    and identity_map.identifier = case interactions.identifier_kind when 'email'
      then lower(btrim(interactions.identifier)) else btrim(interactions.identifier) end
  where interactions.happened_at < (select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} + 1))),
windows as (
  select c360_local_midnight({{ customer360.zone() }}, {{ customer360.as_of() }} - 29) as begins_at),
touched as (
  select
    resolved.account_id,
    count(*) filter (where resolved.happened_at >= windows.begins_at) as interactions_30d,
    count(distinct resolved.person) filter (where resolved.happened_at >= windows.begins_at) as people_30d,
    count(*) filter (where resolved.happened_at >= windows.begins_at and resolved.kind = 'web') as web_30d,
    count(*) filter (where resolved.happened_at >= windows.begins_at and resolved.kind = 'chat') as chats_30d,
    count(*) filter (where resolved.happened_at >= windows.begins_at and resolved.kind = 'email') as emails_30d,
    count(*) filter (where resolved.happened_at >= windows.begins_at and resolved.kind = 'call') as calls_30d,
    count(distinct resolved.person) filter (
      where resolved.happened_at >= windows.begins_at and resolved.user_id is null) as unknown_people_30d,
    min(resolved.happened_at) as first_touch_at,
    max(resolved.happened_at) as last_touch_at
  from resolved
  cross join windows
  where resolved.account_id is not null
  group by resolved.account_id),
first_touches as (
  select distinct on (resolved.account_id)
    resolved.account_id,
    resolved.kind,
    resolved.person
  from resolved
  where resolved.account_id is not null
  order by resolved.account_id, resolved.happened_at, resolved.kind, resolved.person)
select
  csm_accounts.account_id,
  csm_accounts.account,
  team_members.name as csm,
  csm_accounts.arr,
  case when source_tables.interactions then coalesce(touched.interactions_30d, 0) end as interactions_30d,
  case when source_tables.interactions then coalesce(touched.people_30d, 0) end as people_30d,
  case when source_tables.interactions then coalesce(touched.web_30d, 0) end as web_30d,
  case when source_tables.interactions then coalesce(touched.chats_30d, 0) end as chats_30d,
  case when source_tables.interactions then coalesce(touched.emails_30d, 0) end as emails_30d,
  case when source_tables.interactions then coalesce(touched.calls_30d, 0) end as calls_30d,
  case when source_tables.interactions and source_tables.users then coalesce(touched.unknown_people_30d, 0) end
    as unknown_people_30d,
  touched.first_touch_at,
  first_touches.kind as first_touch_kind,
  first_touches.person as first_touch_by,
  touched.last_touch_at,
  {{ customer360.as_of() }} - c360_local_day({{ customer360.zone() }}, touched.last_touch_at) as days_since_touch
from csm_accounts
cross join source_tables
left join touched on touched.account_id = csm_accounts.account_id
left join first_touches on first_touches.account_id = csm_accounts.account_id
left join team_members on team_members.member_id = csm_accounts.member_id
