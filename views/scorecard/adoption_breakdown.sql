-- Why the adoption score is what it is: one row per customer charged on as_of() and attribute of the rubric
-- product_adoption in force. The contributions of a customer add up to its score; a cap that lowers it is a row of its
-- own, (cap), and so is (coverage), where too little is known for a score.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- arr: annual recurring revenue on as_of()
-- position: place of the attribute in the rubric, from 1
-- attribute: its key: a column of account_metrics, or an attribute of the company's own
-- label: what people call it
-- group_name: group of the rubric: such as usage, sentiment or settings
-- value: the customer's value; NULL = not known
-- status: scored, missing_zero, missing_points, missing_excluded, gated_zero, gated_excluded, capped or not_covered
-- rule: the rule that gave the points, in words
-- points: points earned; NULL = does not count
-- max_points: the most that it can earn
-- weight: its weight for the customer's segment
-- effective_weight: its weight out of 100 over the attributes that count
-- contribution: what it adds to the score
-- lost: what is missing to full points, in units of the score
-- next_threshold: the nearest value with more points; NULL = none
-- next_gain: by how much the whole score would rise there
with facts as materialized (
  select *
  from account_facts
  where is_charged)
select
  facts.account_id,
  facts.account,
  facts.csm,
  facts.arr,
  breakdown.position,
  breakdown.attribute,
  breakdown.label,
  breakdown.group_name,
  breakdown.value,
  breakdown.status,
  breakdown.rule,
  breakdown.points,
  breakdown.max_points,
  breakdown.weight,
  breakdown.effective_weight,
  breakdown.contribution,
  breakdown.lost,
  breakdown.next_threshold,
  breakdown.next_gain
from rubrics
cross join facts
cross join lateral rows from (score_breakdown(rubrics.document, facts, as_of())) with ordinality as breakdown (
  attribute, label, group_name, value, status, rule, points, max_points, weight, effective_weight, contribution, lost,
  next_threshold, next_gain, position)
where rubrics.rubric = 'product_adoption'
order by facts.account_id, breakdown.position
