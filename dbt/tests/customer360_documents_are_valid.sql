-- Rubrics and playbooks are ones that the extension takes.
select
  name,
  version
from {{ ref('customer360__source_score_rubrics') }}
where not {{ customer360.function('rubric_is_valid') }}(rubric)
union all
select
  'playbook',
  version
from {{ ref('customer360__source_playbook_rules') }}
where rules is not null and not {{ customer360.function('c360_playbook_is_valid') }}(rules)
