{{ config(
    alias='mapped_contracts',
    materialized='table',
    enabled=customer360.speaking('contracts') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('contracts', 'contract_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
