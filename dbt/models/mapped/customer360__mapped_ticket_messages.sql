{{ config(
    alias='mapped_ticket_messages',
    materialized='table',
    enabled=customer360.speaking('ticket_messages') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('ticket_messages', 'message_id', customer360.whose_ids([], with_domains=true)) }}
