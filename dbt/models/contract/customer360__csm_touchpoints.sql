{{ config(alias='csm_touchpoints') }}

{{ customer360.clean_layer('csm_touchpoints', {
    'source_account_aliases': ref('customer360__source_account_aliases'),
    'source_accounts': ref('customer360__source_accounts'),
    'source_contracts': ref('customer360__source_contracts'),
    'source_csm_touchpoints': ref('customer360__source_csm_touchpoints'),
    'source_currency_rates': ref('customer360__source_currency_rates'),
    'source_subscriptions': ref('customer360__source_subscriptions'),
    'source_team_members': ref('customer360__source_team_members'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
