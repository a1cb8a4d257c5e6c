{{ config(
    alias='team_members_of_own',
    materialized='table',
    enabled='own' in customer360.speaking('team_members')) }}

{{ customer360.mapped('team_members_of_own', 'external_id', customer360.whose_ids(['team_members'], 'own')) }}
