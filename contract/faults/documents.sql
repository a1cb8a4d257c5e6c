-- Rubrics and playbooks that are none.
select 'score_rubrics' as table_name,
  concat_ws(', ', source_score_rubrics.name, source_score_rubrics.version) as key,
  null::text as account_id,
  format('is no rubric: %s', (
    select string_agg(format('%s: %s', errors.path, errors.message), '; ')
    from rubric_errors(source_score_rubrics.rubric) as errors
    where errors.severity = 'error')) as fault,
  'error' as severity,
  'the row is left out' as done,
  'SELECT * FROM rubric_errors(rubric) names the faults' as to_do
from source_score_rubrics
where not rubric_is_valid(source_score_rubrics.rubric)
union all
select 'playbook_rules',
  source_playbook_rules.version,
  null,
  'is no playbook',
  'error',
  'the row is left out',
  'SELECT * FROM playbook_actions(rules, ''{}'') names the faults'
from source_playbook_rules
where source_playbook_rules.rules is not null and not c360_playbook_is_valid(source_playbook_rules.rules)
