-- The end of each month is its start and the five movements, and the start of the next one.
with bridge as (select * from {{ ref('customer360__mrr_bridge') }})
select
  bridge.month,
  bridge.starting_mrr,
  bridge.ending_mrr,
  following.starting_mrr as next_start
from bridge
left join bridge as following on following.month = bridge.month + interval '1 month'
where bridge.ending_mrr <> bridge.starting_mrr + bridge.new_mrr + bridge.expansion_mrr + bridge.contraction_mrr
    + bridge.churned_mrr + bridge.reactivation_mrr
  or following.starting_mrr <> bridge.ending_mrr
