-- What is to be done, most urgent first: one row per customer charged on as_of() and rule of the playbook that holds.
-- Rules ask for columns of account_metrics, and for attributes by their names.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- arr: annual recurring revenue on as_of()
-- priority: priority of the rule, 1 = most urgent
-- play: the rule
-- action: what to do
-- owner: who is to do it: csm or sales
-- reason: why
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
