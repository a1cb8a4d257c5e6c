{{ config(
    alias='mapped_training_attendance',
    materialized='table',
    enabled=customer360.speaking('training_attendance') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('training_attendance', 'training_id', customer360.whose_ids([], with_domains=true)) }}
