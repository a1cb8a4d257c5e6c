{{ config(alias='kpi_targets') }}

{{ customer360.clean_layer('kpi_targets', {
    'source_kpi_targets': ref('customer360__source_kpi_targets'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
