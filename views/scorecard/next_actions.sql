-- What is to be done, most urgent first: one row per customer charged on as_of() and playbook rule that
-- holds. Rules ask for columns of account_metrics.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- mrr: monthly recurring revenue on as_of()
-- priority: priority of the rule, 1 = most urgent
-- play: the rule
-- action: what to do
-- owner: who is to do it: csm or sales
-- reason: why
with valid_rules as materialized (
  -- Should two versions of the playbook be valid at once, the later one counts.
  select rules
  from playbook_rules
  where valid @> as_of()
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
