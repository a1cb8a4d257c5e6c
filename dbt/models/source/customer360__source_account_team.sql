{{ config(alias='source_account_team') }}

{{ customer360.source_layer('account_team') }}
