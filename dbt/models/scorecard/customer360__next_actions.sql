-- Made by tools/dbt-package from views/.
{{ config(alias='next_actions') }}

with account_metrics as not materialized (select * from {{ ref('customer360__account_metrics') }}),
playbook_rules as not materialized (select * from {{ ref('customer360__playbook_rules') }}),
valid_rules as materialized (
  -- Should two versions of the playbook be valid at once, the later one counts.
  select rules
  from playbook_rules
  where valid @> {{ customer360.as_of() }}
  order by lower(valid) desc nulls last, version desc
  limit 1)
select
  account_metrics.account_id,
  account_metrics.account,
  account_metrics.csm,
  account_metrics.mrr,
  triggered.priority,
  triggered.play,
  triggered.action,
  triggered.owner,
  triggered.reason
from account_metrics
cross join valid_rules
cross join lateral playbook_actions(valid_rules.rules, to_jsonb(account_metrics)) as triggered
where account_metrics.is_charged
order by triggered.priority, account_metrics.mrr desc nulls last, account_metrics.account_id, triggered.play
