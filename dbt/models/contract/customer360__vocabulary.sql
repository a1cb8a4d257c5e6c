{{ config(alias='vocabulary') }}

{{ customer360.clean_layer('vocabulary', {
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
