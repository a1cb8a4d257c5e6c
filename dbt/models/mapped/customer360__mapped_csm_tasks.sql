{{ config(
    alias='mapped_csm_tasks',
    materialized='table',
    enabled=customer360.speaking('csm_tasks') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('csm_tasks', 'task_id', customer360.whose_ids(['accounts', 'team_members'], with_domains=true)) }}
