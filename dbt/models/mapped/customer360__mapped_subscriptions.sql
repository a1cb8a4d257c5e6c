{{ config(
    alias='mapped_subscriptions',
    materialized='table',
    enabled=customer360.speaking('subscriptions') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('subscriptions', 'subscription_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
