{{ config(alias='playbook_rules') }}

{{ customer360.clean_layer('playbook_rules', {
    'source_playbook_rules': ref('customer360__source_playbook_rules'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
