{{ config(
    alias='mapped_gross_margins',
    materialized='table',
    enabled=customer360.speaking('gross_margins') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('gross_margins', 'month', customer360.whose_ids([], with_domains=true)) }}
