{{ config(
    alias='mapped_support_tickets',
    materialized='table',
    enabled=customer360.speaking('support_tickets') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('support_tickets', 'ticket_id', customer360.whose_ids(['accounts', 'team_members'], with_domains=true)) }}
