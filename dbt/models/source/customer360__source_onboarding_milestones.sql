{{ config(alias='source_onboarding_milestones') }}

{{ customer360.source_layer('onboarding_milestones') }}
