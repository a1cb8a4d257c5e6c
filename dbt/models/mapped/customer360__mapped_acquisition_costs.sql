{{ config(
    alias='mapped_acquisition_costs',
    materialized='table',
    enabled=customer360.speaking('acquisition_costs') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('acquisition_costs', 'month', customer360.whose_ids([], with_domains=true)) }}
