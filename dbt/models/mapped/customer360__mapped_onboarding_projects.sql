{{ config(
    alias='mapped_onboarding_projects',
    materialized='table',
    enabled=customer360.speaking('onboarding_projects') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('onboarding_projects', 'onboarding_id', customer360.whose_ids(['accounts', 'team_members'], with_domains=true)) }}
