{{ config(alias='source_tables') }}

{{ customer360.tables_there() }}
