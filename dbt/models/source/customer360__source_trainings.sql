{{ config(alias='source_trainings') }}

{{ customer360.source_layer('trainings') }}
