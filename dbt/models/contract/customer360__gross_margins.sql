{{ config(alias='gross_margins') }}

{{ customer360.clean_layer('gross_margins', {
    'source_gross_margins': ref('customer360__source_gross_margins'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
