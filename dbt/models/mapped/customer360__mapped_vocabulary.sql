{{ config(
    alias='mapped_vocabulary',
    materialized='table',
    enabled=customer360.speaking('vocabulary') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('vocabulary', 'table_name', customer360.whose_ids([], with_domains=true)) }}
