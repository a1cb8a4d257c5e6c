{{ config(
    alias='mapped_metered_usage',
    materialized='table',
    enabled=customer360.speaking('metered_usage') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('metered_usage', 'account_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
