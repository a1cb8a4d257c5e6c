{# The extension: where it is, and what is done so that it is found. #}

{# The schema of the extension, quoted; a sentence where the models could not be built. #}
{% macro check_installation() %}
  {% set found = run_query("select quote_ident(nspname), extversion, nspname, current_database() from pg_extension "
    ~ "join pg_namespace on pg_namespace.oid = extnamespace where extname = 'customer360'").rows %}
  {% if found | length == 0 %}
    {{ exceptions.raise_compiler_error("The extension customer360 is not installed in database " ~ target.database
      ~ ". Connect to it as a superuser, or as who may create in it, and type: CREATE EXTENSION customer360;") }}
  {% endif %}
  {% set numbers = [] %}
  {% for version in (found[0][1], customer360.extension_version()) %}
    {% do numbers.append(modules.re.findall('\\d+', version)[:3] | map('int') | list) %}
  {% endfor %}
  {% if numbers[0] < numbers[1] %}
    {{ exceptions.raise_compiler_error("The extension customer360 in database " ~ target.database ~ " is of version "
      ~ found[0][1] ~ ", and these models need " ~ customer360.extension_version() ~ ". Install that one, then type: "
      ~ "ALTER EXTENSION customer360 UPDATE; or use the package of the older version.") }}
  {% endif %}
  {% if this.schema == found[0][2] %}
    {{ exceptions.raise_compiler_error("The models cannot be built in schema " ~ this.schema ~ ": it is that of the "
      ~ "extension, whose functions dbt would take for relations. Set +schema of the package to another one, or move "
      ~ "the extension: ALTER EXTENSION customer360 SET SCHEMA …;") }}
  {% endif %}
  {% if run_query("select from pg_class as c join pg_description as d on d.objoid = c.oid and d.objsubid = 0 "
      ~ "where relnamespace = to_regnamespace(" ~ dbt.string_literal(adapter.quote(this.schema)) ~ ") "
      ~ "and d.description like '%Made by customer360\\_create\\_views%' limit 1").rows | length %}
    {{ exceptions.raise_compiler_error("Schema " ~ this.schema ~ " has the views of customer360_create_views(), which "
      ~ "dbt would drop. Set +schema of the package to another one, or drop them first: SELECT * FROM "
      ~ "customer360_drop_views('" ~ this.schema ~ "');") }}
  {% endif %}
  {{ return(found[0][0]) }}
{% endmacro %}

{# A function of the extension where nothing has set the path: in tests. #}
{% macro function(name) %}
  {% if execute %}
    {{ return(run_query("select quote_ident(nspname) from pg_extension join pg_namespace on "
      ~ "pg_namespace.oid = extnamespace where extname = 'customer360'").rows[0][0] ~ '.' ~ name) }}
  {% endif %}
  {{ return(name) }}
{% endmacro %}

{# Before a model, in its transaction: the path in which functions and operators of the extension are found, wherever
   it was installed, and nothing else. Relations are named with their schemas. With the day on which views that are read
   stand, if it is given: so rows of the past are recorded from views that stand on today. #}
{% macro find_extension() -%}
select set_config('search_path', format('pg_catalog, %I, pg_temp', nspname), true)
  {%- if var('customer360_as_of') -%}
  , set_config('customer360.as_of', {{ dbt.string_literal(var('customer360_as_of') | string) }}, true)
  {%- endif %}

from pg_extension join pg_namespace on pg_namespace.oid = extnamespace where extname = 'customer360'
{%- endmacro %}

{# After a model: dbt creates views anew, without their options. Stored rows were computed with the rights of whoever
   runs dbt: others see those of the accounts that they see. What accounts are made of cannot be so protected. A clone
   is a view of what it is one of, whatever that is: its readers see there what they may. #}
{% macro secure() -%}
{%- set is_computed = config.get('materialized') != 'view' and model.fqn[1] not in ('source', 'contract', 'mapped') -%}
{%- if is_computed -%}
  {#- Whatever the command: what a model depends on is read once. #}
  {%- set accounts = ref('customer360__accounts') -%}
  {%- set or_if = customer360.or_is_gone() if model.name == 'customer360__activation_changes' -%}
{%- endif -%}
{% if config.get('materialized') == 'view' or flags.WHICH == 'clone' -%}
  {%- if var('customer360_security_invoker') -%}
alter view {{ this }} set (security_invoker = true)
  {%- endif %}
{%- elif is_computed and 'account_id' in model.columns -%}
alter table {{ this }} enable row level security;
drop policy if exists account_is_visible on {{ this }};
create policy account_is_visible on {{ this }} for select
  using (account_id::text in (select a.account_id::text from {{ customer360.called(accounts) }} as a)
    {{- or_if }})
{%- endif %}
{%- endmacro %}

{# After a run: who is granted models may use their schemas. #}
{% macro grant_usage() -%}
{% if execute and flags.WHICH in ('run', 'build') -%}
  {% set granted = [] %}
  {% for node in graph.nodes.values() if node.package_name == 'customer360' and node.resource_type == 'model' %}
    {% for roles in (node.config.get('grants') or {}).values() %}
      {% for role in ([roles] if roles is string else roles) %}
        {% do granted.append((node.schema, role)) %}
      {% endfor %}
    {% endfor %}
  {% endfor %}
  {%- for schema, role in granted | unique | sort %}
grant usage on schema {{ adapter.quote(schema) }} to {{ adapter.quote(role) }};
  {%- endfor %}
{%- endif %}
{%- endmacro %}
