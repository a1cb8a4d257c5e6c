{{ config(
    alias='mapped_account_team',
    materialized='table',
    enabled=customer360.speaking('account_team') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('account_team', 'account_id', customer360.whose_ids(['accounts', 'team_members'], with_domains=true)) }}
