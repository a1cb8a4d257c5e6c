-- What is to be done, most urgent first: one row per customer charged on as_of() and playbook rule that holds.
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
select m.account_id, m.account, m.csm, m.mrr, a.priority, a.play, a.action, a.owner, a.reason
from account_metrics m
cross join lateral (select rules from playbook_rules where valid @> as_of()) as p
cross join lateral playbook_actions(p.rules, to_jsonb(m)) as a
where m.status = 'active'
order by a.priority, m.mrr desc, m.account_id, a.play
