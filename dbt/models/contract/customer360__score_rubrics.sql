{{ config(alias='score_rubrics') }}

{{ customer360.clean_layer('score_rubrics', {
    'source_score_rubrics': ref('customer360__source_score_rubrics'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
