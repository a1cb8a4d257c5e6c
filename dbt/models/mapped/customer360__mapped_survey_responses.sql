{{ config(
    alias='mapped_survey_responses',
    materialized='view' if customer360.speaking('survey_responses') | select('in', ['zendesk']) | list else 'table',
    enabled=customer360.speaking('survey_responses') != []) }}

{{ customer360.mapped('survey_responses', 'response_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
