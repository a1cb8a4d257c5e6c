-- Made by tools/dbt-package from views/.
{{ config(alias='next_actions') }}

with account_metrics as not materialized (select * from {{ ref('customer360__account_metrics') }}),
playbook as not materialized (select * from {{ ref('customer360__playbook') }})
select
  account_metrics.account_id,
  account_metrics.account,
  account_metrics.csm,
  account_metrics.arr,
  triggered.priority,
  triggered.play,
  triggered.action,
  triggered.owner,
  triggered.reason
from account_metrics
cross join lateral playbook_actions((select document from playbook),
  account_metrics.attributes || to_jsonb(account_metrics)) as triggered
where account_metrics.is_charged
order by triggered.priority, account_metrics.arr desc nulls last, account_metrics.account_id, triggered.play
