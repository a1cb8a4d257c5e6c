{{ config(alias='source_queries', materialized='table') }}

{{ customer360.source_queries() }}
