{{ config(
    alias='accounts_of_intercom',
    materialized='table',
    enabled='intercom' in customer360.speaking('accounts')) }}

{{ customer360.mapped('accounts_of_intercom', 'external_id', customer360.whose_ids(['accounts'], 'intercom')) }}
