{{ config(
    alias='mapped_ticket_status_changes',
    materialized='table',
    enabled=customer360.speaking('ticket_status_changes') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('ticket_status_changes', 'ticket_id', customer360.whose_ids([], with_domains=true)) }}
