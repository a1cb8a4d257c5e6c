{{ config(alias='source_account_attributes') }}

{{ customer360.source_layer('account_attributes') }}
