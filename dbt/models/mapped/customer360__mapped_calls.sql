{{ config(
    alias='mapped_calls',
    materialized='table',
    enabled=customer360.speaking('calls') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('calls', 'call_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
