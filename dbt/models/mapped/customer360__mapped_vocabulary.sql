{{ config(
    alias='mapped_vocabulary',
    materialized='table',
    enabled=customer360.speaking('vocabulary') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('vocabulary', 'table_name', customer360.maps([], with_domains=true)) }}
