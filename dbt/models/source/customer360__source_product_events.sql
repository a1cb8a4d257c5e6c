{{ config(alias='source_product_events') }}

{{ customer360.source_layer('product_events') }}
