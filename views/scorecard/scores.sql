-- The scores of each customer, and why: one row per customer charged on as_of() and rubric in force, lowest score
-- first.
--
-- account_id: the customer
-- account: its name
-- csm: Customer Success Manager in charge on as_of()
-- arr: annual recurring revenue on as_of()
-- rubric: name of the rubric: product_adoption, health, fit, or one of the company's own
-- version: version of the rubric
-- score: the score, 0 to the rubric's scale, unrounded; NULL = too little is known
-- band: its band, such as red, yellow or green
-- percentile: share of the other customers scored by the rubric whose score is lower, 0 to 1
-- groups: score of the metrics of each group alone, by the group's name; null = nothing in it is known
-- reason: what lowers the score most, in words; NULL = nothing
-- reason_key: its key, or (cap)
-- reason_lost: by how much it lowers the score, in units of the score
-- next_best: the metric whose next step would raise the score most; NULL = none would
-- next_threshold: the value it takes
-- next_gain: by how much the whole score would rise
with facts as materialized (
  select *
  from account_facts
  where is_charged)
select
  facts.account_id,
  facts.account,
  facts.csm,
  facts.arr,
  rubrics.rubric,
  rubrics.version,
  summary.score,
  summary.band,
  case when summary.score is not null
    then percent_rank() over (partition by rubrics.rubric, summary.score is null order by summary.score)
    end as percentile,
  summary.groups,
  summary.reason,
  summary.reason_key,
  summary.reason_lost,
  summary.next_best,
  summary.next_threshold,
  summary.next_gain
from facts
cross join rubrics
cross join lateral score_summary(rubrics.document, facts, as_of()) as summary
order by rubrics.rubric, summary.score, facts.account_id
