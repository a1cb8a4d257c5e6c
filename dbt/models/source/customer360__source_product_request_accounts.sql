{{ config(alias='source_product_request_accounts') }}

{{ customer360.source_layer('product_request_accounts') }}
