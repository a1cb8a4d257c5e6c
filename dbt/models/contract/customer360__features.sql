{{ config(alias='features') }}

{{ customer360.clean_layer('features', {
    'source_features': ref('customer360__source_features'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
