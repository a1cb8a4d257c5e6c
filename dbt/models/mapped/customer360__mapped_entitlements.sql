{{ config(
    alias='mapped_entitlements',
    materialized='table',
    enabled=customer360.speaking('entitlements') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('entitlements', 'account_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
