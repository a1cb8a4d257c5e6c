{{ config(
    alias='mapped_product_roles',
    materialized='table',
    enabled=customer360.speaking('product_roles') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('product_roles', 'role', customer360.whose_ids([], with_domains=true)) }}
