{{ config(
    alias='accounts_of_stripe',
    materialized='table',
    enabled='stripe' in customer360.speaking('accounts')) }}

{{ customer360.mapped('accounts_of_stripe', 'external_id', customer360.whose_ids(['accounts'], 'stripe')) }}
