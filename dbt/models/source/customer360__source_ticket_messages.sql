{{ config(alias='source_ticket_messages') }}

{{ customer360.source_layer('ticket_messages') }}
