-- Made by tools/dbt-package from views/.
{{ config(
    alias='score_history',
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['account_id', 'rubric', 'day'],
    on_schema_change='append_new_columns',
    full_refresh=False,
    indexes=[{'columns': ['account_id', 'rubric', 'day'], 'unique': True}]) }}

with scores as not materialized (select * from {{ ref('customer360__scores') }})
select
  account_id,
  {{ customer360.as_of() }} as day,
  rubric,
  version,
  score,
  band
from scores
