{{ config(alias='source_working_hours') }}

{{ customer360.source_layer('working_hours') }}
