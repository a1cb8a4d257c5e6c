{# The tokens of a view's body. #}

{# The time zone of the warehouse, as a literal. #}
{% macro zone() %}{{ return(dbt.string_literal(var('customer360_time_zone'))) }}{% endmacro %}

{# The day on which everything stands. #}
{% macro as_of() %}
  {% if var('customer360_as_of') %}
    {{ return('date ' ~ dbt.string_literal(var('customer360_as_of') | string)) }}
  {% endif %}
  {{ return('as_of(' ~ customer360.zone() ~ ')') }}
{% endmacro %}
