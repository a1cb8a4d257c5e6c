{{ config(
    alias='accounts_of_zendesk',
    materialized='table',
    enabled='zendesk' in customer360.speaking('accounts')) }}

{{ customer360.mapped('accounts_of_zendesk', 'external_id', customer360.whose_ids(['accounts'], 'zendesk')) }}
