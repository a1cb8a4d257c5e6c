{{ config(alias='source_users') }}

{{ customer360.source_layer('users') }}
