-- Two versions of one document, or two people in one role, on the same day.
select 'score_rubrics' as table_name,
  concat_ws(', ', earlier.name, earlier.version) as key,
  null::text as account_id,
  format('is valid on the same days as version %s', min(later.version)) as fault,
  case when score_rubrics.version is null then 'error' else 'warning' end as severity,
  case when score_rubrics.version is null then 'the row is left out'
    else format('it ends on %s, when the later one begins', upper(score_rubrics.valid)) end as done,
  'close the validity of the older version' as to_do
from source_score_rubrics as earlier
join source_score_rubrics as later on later.name = earlier.name and later.valid && earlier.valid
  and (lower(later.valid), later.version) > (lower(earlier.valid), earlier.version)
  and rubric_is_valid(later.rubric)
left join score_rubrics on score_rubrics.name = earlier.name and score_rubrics.version = earlier.version
where rubric_is_valid(earlier.rubric)
group by earlier.name, earlier.version, score_rubrics.version, score_rubrics.valid
union all
select 'playbook_rules',
  earlier.version,
  null,
  format('is valid on the same days as version %s', min(later.version)),
  case when playbook_rules.version is null then 'error' else 'warning' end,
  case when playbook_rules.version is null then 'the row is left out'
    else format('it ends on %s, when the later one begins', upper(playbook_rules.valid)) end,
  'close the validity of the older version'
from source_playbook_rules as earlier
join source_playbook_rules as later on later.valid && earlier.valid
  and (lower(later.valid), later.version) > (lower(earlier.valid), earlier.version)
  and c360_playbook_is_valid(later.rules)
left join playbook_rules on playbook_rules.version = earlier.version
where c360_playbook_is_valid(earlier.rules)
group by earlier.version, playbook_rules.version, playbook_rules.valid
union all
select 'account_team',
  concat_ws(', ', earlier.account_id::text, earlier.role, earlier.member_id::text),
  earlier.account_id::text,
  format('another %s, %s, is in charge on the same days', earlier.role, min(later.member_id::text)),
  'notice',
  'the one whose time began last is in charge',
  'end the time of the one before'
from account_team as earlier
join account_team as later on later.account_id = earlier.account_id and later.role = earlier.role
  and later.valid && earlier.valid and later.member_id <> earlier.member_id
  and lower(later.valid) > lower(earlier.valid)
group by earlier.account_id, earlier.role, earlier.member_id
