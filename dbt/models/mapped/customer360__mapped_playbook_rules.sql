{{ config(
    alias='mapped_playbook_rules',
    materialized='table',
    enabled=customer360.speaking('playbook_rules') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('playbook_rules', 'version', customer360.whose_ids([], with_domains=true)) }}
