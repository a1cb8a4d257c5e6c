{{ config(alias='source_contacts') }}

{{ customer360.source_layer('contacts') }}
