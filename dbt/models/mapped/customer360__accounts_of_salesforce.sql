{{ config(
    alias='accounts_of_salesforce',
    materialized='table',
    enabled='salesforce' in customer360.speaking('accounts')) }}

{{ customer360.mapped('accounts_of_salesforce', 'external_id', customer360.whose_ids(['accounts'], 'salesforce')) }}
