-- Made by tools/dbt-package. Has no rows but those that record_changes() writes.
{{ config(
    alias='activation_changes',
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=False,
    post_hook="{{ customer360.record_changes(ref('customer360__activation')) }}") }}

select
  *,
  null::text[] as changed_columns,
  null::bigint as version,
  null::timestamptz as changed_at,
  null::timestamptz as deleted_at
from {{ ref('customer360__activation') }}
where false
