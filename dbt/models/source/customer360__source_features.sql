{{ config(alias='source_features') }}

{{ customer360.source_layer('features') }}
