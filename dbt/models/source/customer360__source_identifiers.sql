{{ config(alias='source_identifiers') }}

{{ customer360.source_layer('identifiers') }}
