{{ config(
    alias='accounts_of_hubspot',
    materialized='table',
    enabled='hubspot' in customer360.speaking('accounts')) }}

{{ customer360.mapped('accounts_of_hubspot', 'external_id', customer360.whose_ids(['accounts'], 'hubspot')) }}
