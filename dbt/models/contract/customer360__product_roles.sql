{{ config(alias='product_roles') }}

{{ customer360.clean_layer('product_roles', {
    'source_product_roles': ref('customer360__source_product_roles'),
    'source_vocabulary': ref('customer360__source_vocabulary')}) }}
