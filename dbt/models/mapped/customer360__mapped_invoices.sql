{{ config(
    alias='mapped_invoices',
    materialized='table',
    enabled=customer360.speaking('invoices') != [],
    post_hook='analyze {{ this }}') }}

{{ customer360.mapped('invoices', 'invoice_id', customer360.whose_ids(['accounts'], with_domains=true)) }}
