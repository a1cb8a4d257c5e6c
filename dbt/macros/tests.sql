{# Tests of what the contract promises. #}

{# Rows have their key, and it is theirs alone. A key of which the source lacks a column is none. #}
{% test customer360_key(model, columns) %}
select {{ columns | join(', ') }}, count(*) as rows
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 and num_nulls({{ columns | join(', ') }}) = 0
{% endtest %}

{# A column refers to a row that is there, or to none. Where the source lacks the table, nothing is known of it. #}
{% test customer360_reference(model, column_name, to, field, table, tables) %}
select {{ column_name }}
from {{ model }}
where {{ column_name }} is not null
  and {{ column_name }}::text not in (select {{ field }}::text from {{ to }} where {{ field }} is not null)
  and (select {{ table }} from {{ tables }})
{% endtest %}
