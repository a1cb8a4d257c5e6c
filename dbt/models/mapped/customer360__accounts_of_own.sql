{{ config(
    alias='accounts_of_own',
    materialized='table',
    enabled='own' in customer360.speaking('accounts')) }}

{{ customer360.mapped('accounts_of_own', 'external_id', customer360.whose_ids(['accounts'], 'own')) }}
