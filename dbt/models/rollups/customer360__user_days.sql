-- Counts the days of accounts whose events are new, from all of their events. Of rows that share an event_id one
-- counts, the earliest.
{{ config(
    alias='user_days',
    materialized='incremental',
    incremental_strategy='customer360_cells',
    unique_key=['account_id', 'day', 'user_id'],
    on_schema_change='append_new_columns',
    indexes=[{'columns': ['account_id', 'day', 'user_id'], 'unique': True}],
    post_hook="{{ customer360.keep_definition() }}") }}
{% set condition = customer360.activity_condition() %}
{% set logins = customer360.login_condition() %}
{% set definition = customer360.definition() %}

with product_events as not materialized (select * from {{ ref('customer360__product_events') }}),
event as not materialized (
  select
    event_id,
    account_id,
    user_id,
    event_name,
    amount,
    occurred_at,
    loaded_at,
    c360_local_day({{ customer360.zone() }}, occurred_at) as day
  from product_events),
{% if is_incremental() %}
new as materialized (
  select
    event_id,
    account_id,
    day
  from event
  {% if not customer360.is_counted_alike() %}
  -- The rule of activity, the time zone or the mapping is another one now: all days.
  {% elif var('customer360_late_days') is not none %}
  where day >= (select max(day) from {{ this }}) - {{ var('customer360_late_days') | int }}
  {% else %}
  where (loaded_at < (select max(loaded_at) from {{ this }}) - interval '{{ var('customer360_lookback') }}') is not true
  {% endif %}),
cell as materialized (
  select account_id, day from new
  union
  -- A new row may be the earlier copy of one that was counted on another day.
  select account_id, day from event where event_id in (select event_id from new)
  {% if not customer360.is_counted_alike() or var('customer360_late_days') is none %}
  union
  select account_id, day from {{ this }}
  where {{ 'not exists (select from ' ~ this ~ ' where loaded_at is not null)' if customer360.is_counted_alike()
    else 'true' }}
  {% endif %}),
asked as materialized (select event.* from event join cell using (account_id, day)),
{% else %}
asked as not materialized (select * from event),
{% endif %}
repeated as materialized (
  select event_id
  from event
  where event_id in (select event_id from asked)
  group by event_id
  having count(*) > 1),
counted as (
  select * from asked
  where event_id is null or event_id not in (select event_id from repeated)
  union all
  select first_copy.*
  from (
    select distinct on (event_id) *
    from event
    where event_id in (select event_id from repeated)
    order by event_id, occurred_at, account_id, user_id, event_name, amount) as first_copy
  {% if is_incremental() %}
  join cell using (account_id, day)
  {% endif %})
select
  account_id,
  user_id,
  day,
  count(*) as events,
  count(*) filter (where {{ logins }}) as logins,
  round(extract(epoch from (sessions(occurred_at)).total) / 60, 6) as minutes,
  {{ condition }} as is_active,
  max(loaded_at) as loaded_at
from counted
group by account_id, user_id, day
{% if is_incremental() %}
union all
select account_id, null, day, null, null, null, null, null
from cell
{% endif %}
