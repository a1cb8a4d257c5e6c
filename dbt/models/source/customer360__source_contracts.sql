{{ config(alias='source_contracts') }}

{{ customer360.source_layer('contracts') }}
