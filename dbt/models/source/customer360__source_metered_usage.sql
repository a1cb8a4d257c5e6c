{{ config(alias='source_metered_usage') }}

{{ customer360.source_layer('metered_usage') }}
