{{ config(alias='source_interactions') }}

{{ customer360.source_layer('interactions') }}
