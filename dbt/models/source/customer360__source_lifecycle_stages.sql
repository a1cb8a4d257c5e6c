{{ config(alias='source_lifecycle_stages') }}

{{ customer360.source_layer('lifecycle_stages') }}
