{{ config(
    alias='mapped_product_events',
    materialized='table',
    enabled=customer360.speaking('product_events') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('product_events', 'event_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
