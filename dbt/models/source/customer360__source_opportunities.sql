{{ config(alias='source_opportunities') }}

{{ customer360.source_layer('opportunities') }}
