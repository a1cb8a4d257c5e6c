{{ config(
    alias='accounts_of_rudderstack',
    materialized='table',
    enabled='rudderstack' in customer360.speaking('accounts')) }}

{{ customer360.mapped('accounts_of_rudderstack', 'external_id', customer360.whose_ids(['accounts'], 'rudderstack')) }}
