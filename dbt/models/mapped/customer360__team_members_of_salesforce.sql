{{ config(
    alias='team_members_of_salesforce',
    materialized='table',
    enabled='salesforce' in customer360.speaking('team_members')) }}

{{ customer360.mapped('team_members_of_salesforce', 'external_id', customer360.whose_ids(['team_members'], 'salesforce')) }}
