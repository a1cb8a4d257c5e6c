-- The days of user_days that are days of activity, as a set.
{{ config(
    alias='user_activity',
    materialized='incremental',
    incremental_strategy='customer360_differences',
    unique_key=['account_id', 'user_id'],
    on_schema_change='append_new_columns',
    indexes=[{'columns': ['account_id', 'user_id'], 'unique': True}]) }}

with user_days as not materialized (select * from {{ ref('customer360__user_days') }})
select
  account_id,
  user_id,
  activity_agg(day) as activity
from user_days
where is_active
group by account_id, user_id
