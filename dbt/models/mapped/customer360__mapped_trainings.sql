{{ config(
    alias='mapped_trainings',
    materialized='table',
    enabled=customer360.speaking('trainings') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('trainings', 'training_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
