{{ config(
    alias='team_members_of_zendesk',
    materialized='table',
    enabled='zendesk' in customer360.speaking('team_members')) }}

{{ customer360.mapped('team_members_of_zendesk', 'external_id', customer360.whose_ids(['team_members'], 'zendesk')) }}
