{{ config(alias='source_training_attendance') }}

{{ customer360.source_layer('training_attendance') }}
