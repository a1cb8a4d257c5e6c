{{ config(
    alias='mapped_activity_rule',
    materialized='table',
    enabled=customer360.speaking('activity_rule') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('activity_rule', 'event_name', customer360.whose_ids([], with_domains=true)) }}
