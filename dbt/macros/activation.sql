{# How activation_changes gets its rows: by the function that record_activation() of customer360_create_views() calls,
   in the transaction of the model, after which readers see them. With --empty nothing is recorded, or all accounts
   would be as if deleted. #}
{% macro record_changes(view) -%}
{% if flags.WHICH != 'clone' %}
  {%- set changes = dbt.string_literal(customer360.called(this)) ~ '::regclass' -%}
select c360_number_changes({{ changes }});
  {%- if not flags.EMPTY %}
select c360_record_activation({{ dbt.string_literal(customer360.called(view)) }}::regclass, {{ changes }})
  {%- endif %}
{%- endif %}
{%- endmacro %}

{# Who is told of accounts that are gone: who sees every account, for of whom a policy shows nobody knows whose they
   were. A condition of the policy of activation_changes. #}
{% macro or_is_gone() %}
  {% set accounts = customer360.source_relation('accounts') %}
  {% set relation = load_relation(accounts) if execute and accounts %}
  {% if relation and relation.is_table %}
    {{ return(" or deleted_at is not null and not row_security_active("
      ~ dbt.string_literal(customer360.called(accounts)) ~ "::regclass)") }}
  {% endif %}
  {{ return('') }}
{% endmacro %}
