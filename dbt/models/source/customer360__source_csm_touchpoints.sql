{{ config(alias='source_csm_touchpoints') }}

{{ customer360.source_layer('csm_touchpoints') }}
