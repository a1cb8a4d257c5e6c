{{ config(
    alias='mapped_account_aliases',
    materialized='table',
    enabled=customer360.speaking('account_aliases') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('account_aliases', 'system', customer360.whose_ids(['accounts'], with_domains=true)) }}
