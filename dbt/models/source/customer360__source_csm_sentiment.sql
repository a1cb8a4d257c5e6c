{{ config(alias='source_csm_sentiment') }}

{{ customer360.source_layer('csm_sentiment') }}
