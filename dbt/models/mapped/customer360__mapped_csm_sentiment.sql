{{ config(
    alias='mapped_csm_sentiment',
    materialized='table',
    enabled=customer360.speaking('csm_sentiment') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('csm_sentiment', 'account_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
