{{ config(alias='source_conversation_targets') }}

{{ customer360.source_layer('conversation_targets') }}
