{# The types of a relation's columns, as unit tests cast to them: PostgreSQL's information schema calls those of an
   extension USER-DEFINED, and arrays ARRAY. Two lines of your dbt_project.yml put this before dbt's own:
   docs/dbt.md. #}
{% macro postgres__get_columns_in_relation(relation) -%}
  {% call statement('get_columns_in_relation', fetch_result=True) %}
select
  column_name,
  case when data_type in ('USER-DEFINED', 'ARRAY') then (
    select format_type(atttypid, null) from pg_attribute
    where attrelid = format('%I.%I', table_schema, table_name)::regclass and attname = column_name)
    else data_type end,
  character_maximum_length,
  numeric_precision,
  numeric_scale
from {{ relation.information_schema('columns') }}
where table_name = '{{ relation.identifier }}'
  {% if relation.schema %}and table_schema = '{{ relation.schema }}'{% endif %}

order by ordinal_position
  {% endcall %}
  {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{%- endmacro %}
