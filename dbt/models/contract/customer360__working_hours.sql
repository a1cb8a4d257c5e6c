{{ config(alias='working_hours') }}

{{ customer360.clean_layer('working_hours', {
    'source_vocabulary': ref('customer360__source_vocabulary'),
    'source_working_hours': ref('customer360__source_working_hours')}) }}
