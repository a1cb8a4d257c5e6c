{{ config(
    alias='mapped_account_attributes',
    materialized='table',
    enabled=customer360.speaking('account_attributes') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('account_attributes', 'account_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
