{{ config(
    alias='mapped_lifecycle_stages',
    materialized='table',
    enabled=customer360.speaking('lifecycle_stages') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('lifecycle_stages', 'account_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
