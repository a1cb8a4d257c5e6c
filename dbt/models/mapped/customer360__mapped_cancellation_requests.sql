{{ config(
    alias='mapped_cancellation_requests',
    materialized='table',
    enabled=customer360.speaking('cancellation_requests') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('cancellation_requests', 'request_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
