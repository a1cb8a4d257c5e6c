{{ config(
    alias='mapped_kpi_targets',
    materialized='table',
    enabled=customer360.speaking('kpi_targets') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('kpi_targets', 'month', customer360.whose_ids([], with_domains=true)) }}
