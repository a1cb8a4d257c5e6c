{{ config(
    alias='mapped_team_members',
    materialized='table',
    enabled=customer360.speaking('team_members') != [],
    indexes=[{'columns': ['member_id'], 'unique': True}],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('team_members', 'member_id', customer360.whose_ids(['team_members'], with_domains=true)) }}
