{{ config(
    alias='mapped_currency_rates',
    materialized='table',
    enabled=customer360.speaking('currency_rates') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('currency_rates', 'currency', customer360.whose_ids([], with_domains=true)) }}
