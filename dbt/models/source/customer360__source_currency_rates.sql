{{ config(alias='source_currency_rates') }}

{{ customer360.source_layer('currency_rates') }}
