{# How the roll-ups are brought up to date. extension/91_rollups.sql says what they must be, and the tests compare. #}

{# Cells: days of accounts, counted anew from all of their events. A row without user_id stands for a cell, which
   thereby loses what is no longer there. #}
{% macro get_incremental_customer360_cells_sql(arguments) %}
  {% set columns = arguments['dest_columns'] | map(attribute='quoted') | join(', ') %}
delete from {{ arguments['target_relation'] }} as stored
using (select distinct account_id, day from {{ arguments['temp_relation'] }} where user_id is null) as cell
where stored.account_id = cell.account_id and stored.day = cell.day;
insert into {{ arguments['target_relation'] }} ({{ columns }})
select {{ columns }} from {{ arguments['temp_relation'] }} where user_id is not null
{% endmacro %}

{# Differences: the model says all rows, and what is equal is not written. #}
{% macro get_incremental_customer360_differences_sql(arguments) %}
  {% set stored = arguments['target_relation'] %}
  {% set wanted = arguments['temp_relation'] %}
  {% set key = arguments['unique_key'] %}
  {% set columns = arguments['dest_columns'] | map(attribute='name') | list %}
  {% set others = columns | reject('in', key) | list %}
  {% set same = [] %}
  {% for column in key %}{% do same.append('stored.' ~ column ~ ' = wanted.' ~ column) %}{% endfor %}
delete from {{ stored }} as stored
where not exists (select from {{ wanted }} as wanted where {{ same | join(' and ') }});
update {{ stored }} as stored
set {% for column in others %}{{ column }} = wanted.{{ column }}{{ ', ' if not loop.last }}{% endfor %}

from {{ wanted }} as wanted
where {{ same | join(' and ') }}
  and ({% for column in others %}stored.{{ column }}{{ ', ' if not loop.last }}{% endfor %})
    is distinct from ({% for column in others %}wanted.{{ column }}{{ ', ' if not loop.last }}{% endfor %});
insert into {{ stored }} ({{ columns | join(', ') }})
select {{ columns | join(', ') }} from {{ wanted }} as wanted
where not exists (select from {{ stored }} as stored where {{ same | join(' and ') }})
{% endmacro %}

{# The condition of one user's events of a day under which that day is one of activity. #}
{% macro activity_condition() %}
  {% set rule = ref('customer360__activity_rule') %}
  {% if execute and customer360.is_built(rule) %}
    {{ return(run_query('select ' ~ customer360.function('c360_activity_condition') ~ '('
      ~ dbt.string_literal(rule.schema) ~ ')').rows[0][0]) }}
  {% endif %}
  {{ return('true') }}
{% endmacro %}

{# The condition under which an event is a login. #}
{% macro login_condition() %}
  {% set words = ref('customer360__source_vocabulary') %}
  {% if execute %}
    {{ return(run_query('select ' ~ customer360.function('c360_login_condition') ~ '('
      ~ (dbt.string_literal(words.schema) if customer360.is_built(words) else 'null') ~ ')').rows[0][0]) }}
  {% endif %}
  {{ return('false') }}
{% endmacro %}

{# A text that may have quotes, which dbt's own string_literal leaves as they are. #}
{% macro literal(text) %}
  {{ return("'" ~ text | replace("'", "''") ~ "'") }}
{% endmacro %}

{# What the days were counted by: the zone, what is activity, how events are read, and which accounts are merged. When
   it changes, all days are counted anew. #}
{% macro definition() %}
  {% set aliases = ref('customer360__source_account_aliases') %}
  {% set accounts = ref('customer360__source_accounts') %}
  {% for row in customer360.stored_queries('md5(adapter || clean)', "name = 'product_events'")
      if customer360.is_built(aliases) and customer360.is_built(accounts) %}
    {% set merges = run_query("select " ~ customer360.function('c360_merges') ~ "(" ~ customer360.literal(
      "select external_id, account_id, updated_at from " ~ customer360.called(aliases) ~ " where "
      ~ customer360.function('c360_word') ~ "(system) = 'accounts'") ~ ", "
      ~ customer360.literal(customer360.called(accounts)) ~ ")").rows[0][0] %}
    {{ return(run_query("select md5(concat_ws(' ', '1', " ~ customer360.zone() ~ ", "
      ~ customer360.literal(customer360.activity_condition()) ~ ", "
      ~ customer360.literal(customer360.login_condition()) ~ ", '" ~ row[0] ~ "', "
      ~ "(select jsonb_object_agg(m.external_id, m.account_id::text) from (" ~ merges ~ ") as m)))").rows[0][0]) }}
  {% endfor %}
  {{ return(none) }}
{% endmacro %}

{# After user_days: its comment keeps by what it was counted. #}
{% macro keep_definition() -%}
{% if flags.WHICH != 'clone' -%}
comment on table {{ this }} is {{ dbt.string_literal(model.description ~ '\nCounted by ' ~ customer360.definition()) }}
{%- endif %}
{%- endmacro %}

{# Whether it was counted by what it would be counted by now. #}
{% macro is_counted_alike() %}
  {% if execute %}
    {{ return(run_query("select coalesce(obj_description(" ~ dbt.string_literal(customer360.called(this))
      ~ "::regclass), '') like '%Counted by " ~ customer360.definition() ~ "'").rows[0][0]) }}
  {% endif %}
  {{ return(none) }}
{% endmacro %}
