{{ config(alias='source_team_members') }}

{{ customer360.source_layer('team_members') }}
