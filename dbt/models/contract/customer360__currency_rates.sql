{{ config(alias='currency_rates') }}

{{ customer360.clean_layer('currency_rates', {
    'source_currency_rates': ref('customer360__source_currency_rates'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
