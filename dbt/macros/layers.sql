{# How the models of the two layers over the source get their SQL. The extension writes it, as it does for
   customer360_create_views(): the model customer360__source_queries asks it once, and the other models read what it
   stored. #}

{# The relation of yours that stands for a table of the contract, or none. Registers the lineage, too. #}
{% macro own_relation(table) %}
  {% set models = var('customer360_models') or {} %}
  {% if models.get(table) %}
    {% set name = models[table].split('.') %}
    {% set relation = ref(name[0], name[1]) if name | length == 2 else ref(name[0]) %}
    {% if relation.is_cte %}
      {{ exceptions.raise_compiler_error("customer360_models: " ~ models[table] ~ ", which stands for " ~ table
        ~ ", is ephemeral. It must be a table, a view or a seed, so that the types of its columns are known.") }}
    {% endif %}
    {{ return(relation) }}
  {% elif var('customer360_source_schema') and table not in models %}
    {{ return(source('customer360', table)) }}
  {% endif %}
  {{ return(none) }}
{% endmacro %}

{# A relation's name, also where --empty would make a subquery of it. #}
{% macro called(relation) %}
  {{ return('"' ~ relation.schema ~ '"."' ~ relation.identifier ~ '"') }}
{% endmacro %}

{# Whether a relation is in the database. The fixture of a unit test is not. #}
{% macro is_built(relation) %}
  {{ return(not relation.is_cte and load_relation(relation) is not none) }}
{% endmacro %}

{# The names of the relations of yours that stand for tables of the contract. #}
{% macro own_relations() %}
  {% set models = var('customer360_models') or {} %}
  {% set tables = customer360.contract_tables() %}
  {% for table in models if table not in tables %}
    {{ exceptions.raise_compiler_error("customer360_models names " ~ table ~ ", which is no table of the contract. "
      ~ "Its tables are: " ~ tables | join(', ') ~ ".") }}
  {% endfor %}
  {% set found = {} %}
  {% for table in tables %}
    {% set relation = customer360.own_relation(table) %}
    {% if relation and execute %}
      {% if table in models and flags.WHICH in ('run', 'build') and not customer360.is_built(relation) %}
        {{ exceptions.raise_compiler_error("There is no " ~ relation.render() ~ " yet, which customer360_models says "
          ~ "stands for " ~ table ~ ". Build it first: dbt build --select +package:customer360") }}
      {% endif %}
      {% do found.update({table: customer360.called(relation)}) %}
    {% endif %}
  {% endfor %}
  {{ return(found) }}
{% endmacro %}

{# The relation of which a table of the contract is read, or none: yours, or what systems and you say together. #}
{% macro source_relation(table) %}
  {% if not customer360.systems() %}
    {{ return(customer360.own_relation(table)) }}
  {% elif customer360.speaking(table) %}
    {{ return(ref('customer360__mapped_' ~ table)) }}
  {% endif %}
  {{ return(none) }}
{% endmacro %}

{# The names of these relations. #}
{% macro source_relations() %}
  {% set found = {} %}
  {% if customer360.systems() %}
    {% set mapped = customer360.stored_queries('name', "kind in ('table', 'view')", 'customer360__mapping_queries')
      | map(attribute=0) | list %}
    {% for table in customer360.contract_tables() if customer360.speaking(table) %}
      {% set relation = customer360.source_relation(table) %}
      {% if table in mapped %}
        {% do found.update({table: customer360.called(relation)}) %}
      {% endif %}
    {% endfor %}
  {% else %}
    {% set found = customer360.own_relations() %}
    {% if execute and 'accounts' not in found %}
      {{ exceptions.raise_compiler_error("customer360 needs to know your accounts: set the variable customer360_models "
        ~ "to {accounts: the model that has them}, customer360_source_schema to the schema that has a table accounts, "
        ~ "or customer360_sources to {the system that has them: the schema into which it is landed}.") }}
    {% endif %}
  {% endif %}
  {{ return(found) }}
{% endmacro %}

{# The SQL of all layers: the one question to the extension. #}
{% macro source_queries() %}
  {% set relations = customer360.source_relations() %}
  {% if execute %}
    {% set schema = customer360.check_installation() %}
select layer.*, {{ dbt.string_literal(var('customer360_time_zone')) }}::text as time_zone
from {{ schema }}.c360_layers({{ dbt.string_literal(tojson(relations)) }}::jsonb,
  {{ dbt.string_literal(var('customer360_time_zone')) }},
  {{ dbt.string_literal('what customer360_sources names' if customer360.systems()
       else 'schema ' ~ var('customer360_source_schema') if var('customer360_source_schema')
       else 'what customer360_models names') }}, {{ customer360.systems() != [] }}) as layer
  {% else %}
select
  {% endif %}
{% endmacro %}

{# What the extension has written: rows of customer360__source_queries, or of another model. NULL where that is not
   built, which is no fault of who only compiles. #}
{% macro stored_queries(columns, condition, model='customer360__source_queries') %}
  {% set queries = ref(model) %}
  {% if execute %}
    {% if customer360.is_built(queries) %}
      {{ return(run_query('select ' ~ columns ~ ' from ' ~ customer360.called(queries) ~ ' where ' ~ condition
        ~ ' order by number, name').rows) }}
    {% elif flags.WHICH in ('run', 'build', 'test') and not queries.is_cte %}
      {{ exceptions.raise_compiler_error(queries.render() ~ " is not built yet, from which this model gets its SQL. "
        ~ "Build what it reads, too: dbt build --select +package:customer360") }}
    {% endif %}
  {% endif %}
  {{ return([]) }}
{% endmacro %}

{% macro with_as_of(query) %}
  {% if var('customer360_as_of') %}
    {% set now = 'as_of(' ~ dbt.string_literal(var('customer360_time_zone')) ~ ')' %}
    {{ return(query | replace(now, customer360.as_of())) }}
  {% endif %}
  {{ return(query) }}
{% endmacro %}

{# A query of the extension's over other models: each that it reads stands above it under its name. #}
{% macro over_models(query, models) %}
  {% set reads = modules.re.findall('\\bcustomer360_target\\.(\\w+)', query) | unique | sort %}
  {% for name in reads %}
{{ 'with' if loop.first }} {{ name }} as not materialized (select * from {{ models[name] }}){{ ',' if not loop.last }}
  {% endfor %}
{{ customer360.with_as_of(modules.re.sub('\\bcustomer360_target\\.(\\w+)', '\\1', query)) }}
{% endmacro %}

{% macro source_layer(table) %}
  {% do customer360.source_relation(table) %}
  {% for row in customer360.stored_queries('adapter', "name = '" ~ table ~ "' and number is not null") %}
select * from ({{ row[0] }}) as source{{ ' where false limit 0' if flags.EMPTY }}
  {% else %}
select
  {% endfor %}
{% endmacro %}

{% macro clean_layer(table, models) %}
  {% for row in customer360.stored_queries('clean', "name = '" ~ table ~ "' and number is not null") %}
{{ customer360.over_models(row[0], models) }}
  {% else %}
select
  {% endfor %}
{% endmacro %}

{# Which tables of the contract there are: no rows and no table are not the same. #}
{% macro tables_there() %}
  {% for row in customer360.stored_queries('is_there, name', 'number is not null') %}
{{ 'select' if loop.first }} {{ row[0] | lower }}::boolean as {{ adapter.quote(row[1]) }}{{ ',' if not loop.last }}
  {% else %}
select
  {% endfor %}
{% endmacro %}

{% macro faults(models) %}
  {% if customer360.systems() %}
    {% do models.update({'disagreements': ref('customer360__disagreements')}) %}
  {% endif %}
  {% set queries = [] %}
  {% for row in customer360.stored_queries('faults', "faults <> ''") %}
    {% do queries.append('select * from (' ~ row[0] ~ ') as found (table_name, key, account_id, fault, severity, done, '
      ~ 'to_do)') %}
  {% endfor %}
  {% if queries %}
{{ customer360.over_models(queries | join('\nunion all\n'), models) }}
  {% else %}
select null::text as table_name, null::text as key, null::text as account_id, null::text as fault,
  null::text as severity, null::text as done, null::text as to_do where false
  {% endif %}
{% endmacro %}
