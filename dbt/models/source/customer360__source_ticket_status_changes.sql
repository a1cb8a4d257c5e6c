{{ config(alias='source_ticket_status_changes') }}

{{ customer360.source_layer('ticket_status_changes') }}
