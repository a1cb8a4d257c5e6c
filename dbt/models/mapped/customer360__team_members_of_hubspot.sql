{{ config(
    alias='team_members_of_hubspot',
    materialized='table',
    enabled='hubspot' in customer360.speaking('team_members')) }}

{{ customer360.mapped('team_members_of_hubspot', 'external_id', customer360.whose_ids(['team_members'], 'hubspot')) }}
