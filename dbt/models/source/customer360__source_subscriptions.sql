{{ config(alias='source_subscriptions') }}

{{ customer360.source_layer('subscriptions') }}
