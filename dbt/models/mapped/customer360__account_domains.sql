{{ config(
    alias='account_domains',
    materialized='table',
    enabled=customer360.systems() != []) }}

{{ customer360.mapped('account_domains', 'domain', customer360.whose_ids(['accounts'])) }}
