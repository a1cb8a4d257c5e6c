{{ config(
    alias='mapped_users',
    materialized='table',
    enabled=customer360.speaking('users') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('users', 'user_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
