{{ config(
    alias='mapped_product_requests',
    materialized='table',
    enabled=customer360.speaking('product_requests') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('product_requests', 'request_id', customer360.whose_ids([], with_domains=true)) }}
