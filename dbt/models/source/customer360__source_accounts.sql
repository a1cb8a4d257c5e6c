{{ config(alias='source_accounts') }}

{{ customer360.source_layer('accounts') }}
