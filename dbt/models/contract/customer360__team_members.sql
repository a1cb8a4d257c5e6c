{{ config(alias='team_members') }}

{{ customer360.clean_layer('team_members', {
    'source_team_members': ref('customer360__source_team_members'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
