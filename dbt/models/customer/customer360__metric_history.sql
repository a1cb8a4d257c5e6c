-- Made by tools/dbt-package from views/.
{{ config(
    alias='metric_history',
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['day', 'account_id'],
    on_schema_change='append_new_columns',
    full_refresh=False,
    indexes=[{'columns': ['day', 'account_id'], 'unique': True}]) }}

with account_metrics as not materialized (select * from {{ ref('customer360__account_metrics') }})
select
  account_id,
  {{ customer360.as_of() }} as day,
  attributes || to_jsonb(account_metrics) - 'attributes' as metrics
from account_metrics
