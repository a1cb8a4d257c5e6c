{{ config(alias='source_playbook_rules') }}

{{ customer360.source_layer('playbook_rules') }}
