{{ config(alias='source_account_aliases') }}

{{ customer360.source_layer('account_aliases') }}
