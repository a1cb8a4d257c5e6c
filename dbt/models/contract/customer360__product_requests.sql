{{ config(alias='product_requests') }}

{{ customer360.clean_layer('product_requests', {
    'source_product_requests': ref('customer360__source_product_requests'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
