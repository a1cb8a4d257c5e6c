{{ config(
    alias='mapped_interactions',
    materialized='table',
    enabled=customer360.speaking('interactions') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('interactions', 'interaction_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
