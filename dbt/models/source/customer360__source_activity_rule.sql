{{ config(alias='source_activity_rule') }}

{{ customer360.source_layer('activity_rule') }}
