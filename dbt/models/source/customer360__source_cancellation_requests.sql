{{ config(alias='source_cancellation_requests') }}

{{ customer360.source_layer('cancellation_requests') }}
