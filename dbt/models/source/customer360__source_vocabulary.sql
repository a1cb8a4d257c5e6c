{{ config(alias='source_vocabulary') }}

{{ customer360.source_layer('vocabulary') }}
