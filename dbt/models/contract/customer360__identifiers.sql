{{ config(alias='identifiers') }}

{{ customer360.clean_layer('identifiers', {
    'source_identifiers': ref('customer360__source_identifiers'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
