{{ config(alias='acquisition_costs') }}

{{ customer360.clean_layer('acquisition_costs', {
    'source_acquisition_costs': ref('customer360__source_acquisition_costs'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
