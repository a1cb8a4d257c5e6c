-- Made by tools/dbt-package from views/.
{{ config(
    alias='score_history',
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['account_id', 'day'],
    on_schema_change='append_new_columns',
    full_refresh=False,
    indexes=[{'columns': ['account_id', 'day'], 'unique': True}]) }}

with product_adoption as not materialized (select * from {{ ref('customer360__product_adoption') }})
select
  account_id,
  {{ customer360.as_of() }} as day,
  version,
  score,
  band,
  contributions,
  health_score
from product_adoption
