{{ config(
    alias='disagreements',
    materialized='view',
    enabled=customer360.systems() != []) }}

{{ customer360.mapped('disagreements', 'table_name', customer360.mapped_accounts()) }}
