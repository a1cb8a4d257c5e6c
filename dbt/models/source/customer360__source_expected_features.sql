{{ config(alias='source_expected_features') }}

{{ customer360.source_layer('expected_features') }}
