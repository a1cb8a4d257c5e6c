{{ config(alias='source_invoices') }}

{{ customer360.source_layer('invoices') }}
