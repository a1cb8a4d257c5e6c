{{ config(alias='onboarding_milestones') }}

{{ customer360.clean_layer('onboarding_milestones', {
    'source_account_aliases': ref('customer360__source_account_aliases'),
    'source_accounts': ref('customer360__source_accounts'),
    'source_contracts': ref('customer360__source_contracts'),
    'source_currency_rates': ref('customer360__source_currency_rates'),
    'source_onboarding_milestones': ref('customer360__source_onboarding_milestones'),
    'source_onboarding_projects': ref('customer360__source_onboarding_projects'),
    'source_subscriptions': ref('customer360__source_subscriptions'),
    'source_team_members': ref('customer360__source_team_members'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
