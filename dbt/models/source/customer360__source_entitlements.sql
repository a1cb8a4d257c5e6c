{{ config(alias='source_entitlements') }}

{{ customer360.source_layer('entitlements') }}
