{{ config(
    alias='mapped_csm_touchpoints',
    materialized='table',
    enabled=customer360.speaking('csm_touchpoints') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('csm_touchpoints', 'touchpoint_id', customer360.whose_ids(['accounts', 'team_members'], with_domains=true)) }}
