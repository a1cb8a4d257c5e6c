{{ config(alias='source_kpi_targets') }}

{{ customer360.source_layer('kpi_targets') }}
