{{ config(
    alias='mapped_contacts',
    materialized='table',
    enabled=customer360.speaking('contacts') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('contacts', 'contact_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
