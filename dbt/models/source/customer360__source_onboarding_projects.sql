{{ config(alias='source_onboarding_projects') }}

{{ customer360.source_layer('onboarding_projects') }}
