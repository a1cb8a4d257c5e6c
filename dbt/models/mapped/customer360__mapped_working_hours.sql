{{ config(
    alias='mapped_working_hours',
    materialized='table',
    enabled=customer360.speaking('working_hours') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('working_hours', 'weekday', customer360.whose_ids([], with_domains=true)) }}
