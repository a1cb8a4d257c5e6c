{{ config(alias='source_product_requests') }}

{{ customer360.source_layer('product_requests') }}
