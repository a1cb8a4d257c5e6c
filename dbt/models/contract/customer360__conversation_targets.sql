{{ config(alias='conversation_targets') }}

{{ customer360.clean_layer('conversation_targets', {
    'source_conversation_targets': ref('customer360__source_conversation_targets'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
