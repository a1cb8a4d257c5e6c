{{ config(
    alias='mapped_features',
    materialized='table',
    enabled=customer360.speaking('features') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('features', 'feature_id', customer360.whose_ids([], with_domains=true)) }}
