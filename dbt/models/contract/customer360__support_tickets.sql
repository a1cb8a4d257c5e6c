{{ config(alias='support_tickets') }}

{{ customer360.clean_layer('support_tickets', {
    'source_account_aliases': ref('customer360__source_account_aliases'),
    'source_accounts': ref('customer360__source_accounts'),
    'source_contacts': ref('customer360__source_contacts'),
    'source_contracts': ref('customer360__source_contracts'),
    'source_currency_rates': ref('customer360__source_currency_rates'),
    'source_subscriptions': ref('customer360__source_subscriptions'),
    'source_support_tickets': ref('customer360__source_support_tickets'),
    'source_team_members': ref('customer360__source_team_members'),
    'source_users': ref('customer360__source_users'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
