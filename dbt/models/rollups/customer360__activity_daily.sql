-- The sums of user_days.
{{ config(
    alias='activity_daily',
    materialized='incremental',
    incremental_strategy='customer360_differences',
    unique_key=['account_id', 'day'],
    on_schema_change='append_new_columns',
    indexes=[{'columns': ['day', 'account_id'], 'unique': True}]) }}

with user_days as not materialized (select * from {{ ref('customer360__user_days') }})
select
  account_id,
  day,
  sum(events)::bigint as events,
  sum(logins)::bigint as logins,
  sum(minutes) as minutes
from user_days
group by account_id, day
