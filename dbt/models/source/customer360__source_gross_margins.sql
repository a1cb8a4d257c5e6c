{{ config(alias='source_gross_margins') }}

{{ customer360.source_layer('gross_margins') }}
