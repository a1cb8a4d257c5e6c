{{ config(
    alias='mapped_conversation_targets',
    materialized='table',
    enabled=customer360.speaking('conversation_targets') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('conversation_targets', 'tier', customer360.whose_ids([], with_domains=true)) }}
