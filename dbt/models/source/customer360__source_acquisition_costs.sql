{{ config(alias='source_acquisition_costs') }}

{{ customer360.source_layer('acquisition_costs') }}
