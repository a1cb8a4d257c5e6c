{{ config(alias='mapping_queries', materialized='table', enabled=customer360.systems() != []) }}

{{ customer360.mapping_queries() }}
