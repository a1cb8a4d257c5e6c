{{ config(alias='source_csm_tasks') }}

{{ customer360.source_layer('csm_tasks') }}
