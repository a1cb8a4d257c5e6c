{{ config(alias='source_calls') }}

{{ customer360.source_layer('calls') }}
