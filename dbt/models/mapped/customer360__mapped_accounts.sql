{{ config(
    alias='mapped_accounts',
    materialized='table',
    enabled=customer360.speaking('accounts') != [],
    indexes=[{'columns': ['account_id'], 'unique': True}],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('accounts', 'account_id', customer360.whose_ids(['accounts', 'team_members'], with_domains=true)) }}
