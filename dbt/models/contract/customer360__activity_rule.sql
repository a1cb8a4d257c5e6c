{{ config(alias='activity_rule') }}

{{ customer360.clean_layer('activity_rule', {
    'source_activity_rule': ref('customer360__source_activity_rule'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
