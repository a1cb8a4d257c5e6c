{{ config(
    alias='mapped_product_request_accounts',
    materialized='table',
    enabled=customer360.speaking('product_request_accounts') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('product_request_accounts', 'request_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
