{{ config(
    alias='mapped_expected_features',
    materialized='table',
    enabled=customer360.speaking('expected_features') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('expected_features', 'role', customer360.whose_ids([], with_domains=true)) }}
