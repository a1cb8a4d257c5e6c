{{ config(alias='source_survey_responses') }}

{{ customer360.source_layer('survey_responses') }}
