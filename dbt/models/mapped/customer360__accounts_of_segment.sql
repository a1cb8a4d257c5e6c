{{ config(
    alias='accounts_of_segment',
    materialized='table',
    enabled='segment' in customer360.speaking('accounts')) }}

{{ customer360.mapped('accounts_of_segment', 'external_id', customer360.whose_ids(['accounts'], 'segment')) }}
