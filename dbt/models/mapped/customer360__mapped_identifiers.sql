{{ config(
    alias='mapped_identifiers',
    materialized='table',
    enabled=customer360.speaking('identifiers') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('identifiers', 'a_kind', customer360.whose_ids([], with_domains=true)) }}
