{{ config(alias='source_score_rubrics') }}

{{ customer360.source_layer('score_rubrics') }}
