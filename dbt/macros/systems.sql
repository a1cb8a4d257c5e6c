{# What systems land: the variable customer360_sources. The extension writes the SQL of all mappings, as it does for
   customer360_create_views(sources => …): the model customer360__mapping_queries asks it once. Tables of the contract
   that you have yourself, by customer360_models or customer360_source_schema, come before those of all systems. #}

{# The systems that are named, in their order. #}
{% macro systems() %}
  {% set named = var('customer360_sources') or {} %}
  {% if named is not mapping %}
    {{ exceptions.raise_compiler_error("customer360_sources is no object from system to schema. For example "
      ~ "{hubspot: raw_hubspot, stripe: {schema: raw_stripe, connector: fivetran}}.") }}
  {% endif %}
  {{ return(named.keys() | list) }}
{% endmacro %}

{# Who says something of a table of the contract, in the order in which it counts: own = tables of yours. #}
{% macro speaking(table) %}
  {% set models = var('customer360_models') or {} %}
  {% set known = customer360.mappings() %}
  {% set found = [] %}
  {% if customer360.systems() and (models[table] if table in models else var('customer360_source_schema')) %}
    {% do found.append('own') %}
  {% endif %}
  {% for system in customer360.systems() if table in known.get(system, {}).get('tables', []) %}
    {% do found.append(system) %}
  {% endfor %}
  {# Who is in which system follows from the accounts of all. #}
  {{ return(customer360.speaking('accounts') if table == 'account_aliases' else found) }}
{% endmacro %}

{# The models that say which account, or team member, those of each system are; of the systems before one; with the
   account of a domain. Not named maps, which is a word of dbt 1.12's own. #}
{% macro whose_ids(families, before=none, with_domains=false) %}
  {% set found = {} %}
  {% for family in families %}
    {% set systems = customer360.speaking(family) %}
    {% for system in (systems[:systems.index(before)] if before in systems else systems) %}
      {% set name = family ~ '_of_' ~ system %}
      {% do found.update({name: ref('customer360__' ~ name)}) %}
    {% endfor %}
  {% endfor %}
  {% if 'accounts' in families and with_domains %}
    {% do found.update({'account_domains': ref('customer360__account_domains')}) %}
  {% endif %}
  {{ return(found) }}
{% endmacro %}

{# As the extension's word is nearest to what was meant. #}
{% macro perhaps(word, words) %}
  {% set near = run_query("select " ~ customer360.function('nearest_word') ~ "(" ~ dbt.string_literal(word)
    ~ ", string_to_array(" ~ dbt.string_literal(words | join(' ')) ~ ", ' '))").rows[0][0] %}
  {{ return("; perhaps " ~ near ~ " is meant" if near else "") }}
{% endmacro %}

{# What the variable names must have a mapping. #}
{% macro check_systems() %}
  {% set known = customer360.mappings() %}
  {% for system, given in var('customer360_sources').items() %}
    {% if system not in known %}
      {{ exceptions.raise_compiler_error("customer360_sources names " ~ system ~ ", for which there is no mapping"
        ~ customer360.perhaps(system, known) ~ ". There are mappings for " ~ known | join(', ') ~ ".") }}
    {% endif %}
    {% set connector = given.connector if given is mapping else none %}
    {% if connector and connector not in known[system].connectors %}
      {{ exceptions.raise_compiler_error("customer360_sources names connector " ~ connector ~ " of " ~ system
        ~ ", for which there is no mapping" ~ customer360.perhaps(connector, known[system].connectors)
        ~ ". There are mappings for " ~ known[system].connectors | join(', ') ~ ".") }}
    {% endif %}
  {% endfor %}
{% endmacro %}

{# The SQL of all mappings: the one question to the extension. #}
{% macro mapping_queries() %}
  {% set known = customer360.mappings() %}
  {% for system in customer360.systems() %}
    {% for table in known.get(system, {}).get('raw', []) %}
      {% do source('customer360_' ~ system, table) %}
    {% endfor %}
  {% endfor %}
  {% set own = customer360.own_relations() %}
  {% if execute %}
    {% set schema = customer360.check_installation() %}
    {% do customer360.check_systems() %}
select mapping.*
from {{ schema }}.c360_mapping_queries({{ dbt.string_literal(tojson(var('customer360_sources'))) }}::json,
  {{ dbt.string_literal(tojson(own)) }}::jsonb, {{ dbt.string_literal(var('customer360_time_zone')) }}) as mapping
  {% else %}
select
  {% endif %}
{% endmacro %}

{# What disagreements reads: accounts as they are, and whose they were said to be. #}
{% macro mapped_accounts() %}
  {% set found = customer360.whose_ids(['accounts', 'team_members'], with_domains=true) %}
  {% do found.update({'accounts': ref('customer360__mapped_accounts')}) %}
  {{ return(found) }}
{% endmacro %}

{# A model of them, over the relations that it may read. Where nobody has it, it has one column, and no row. #}
{% macro mapped(name, column, models) %}
  {% for row in customer360.stored_queries('query', "name = '" ~ name ~ "'", 'customer360__mapping_queries') %}
{{ customer360.over_models('select * from (' ~ row[0] ~ ') as mapped' ~ (' where false limit 0' if flags.EMPTY else ''),
    models) }}
  {% else %}
select null::text as {{ column }} where false
  {% endfor %}
{% endmacro %}
