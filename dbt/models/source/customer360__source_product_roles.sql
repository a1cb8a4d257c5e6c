{{ config(alias='source_product_roles') }}

{{ customer360.source_layer('product_roles') }}
