{{ config(alias='source_support_tickets') }}

{{ customer360.source_layer('support_tickets') }}
