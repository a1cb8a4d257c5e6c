{{ config(
    alias='mapped_onboarding_milestones',
    materialized='table',
    enabled=customer360.speaking('onboarding_milestones') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('onboarding_milestones', 'onboarding_id', customer360.whose_ids([], with_domains=true)) }}
