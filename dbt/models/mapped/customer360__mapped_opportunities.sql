{{ config(
    alias='mapped_opportunities',
    materialized='table',
    enabled=customer360.speaking('opportunities') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('opportunities', 'opportunity_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
