{{ config(
    alias='team_members_of_intercom',
    materialized='table',
    enabled='intercom' in customer360.speaking('team_members')) }}

{{ customer360.mapped('team_members_of_intercom', 'external_id', customer360.whose_ids(['team_members'], 'intercom')) }}
