{{ config(alias='expected_features') }}

{{ customer360.clean_layer('expected_features', {
    'source_expected_features': ref('customer360__source_expected_features'),
    'source_features': ref('customer360__source_features'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
