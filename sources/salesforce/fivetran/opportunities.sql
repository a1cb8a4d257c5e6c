-- Opportunities that are there: one row each, open or closed. Kind: what the type says. Money is in the corporate
-- currency, at the rate of the day of closing; of a currency without a rate it is unknown. MRR: a field of one's own
-- (mrr_c, else arr_c), else the amount over the months of the term, or of the contract that came of it; without those
-- it is unknown, as an amount may be a month's, a year's or the whole. Sales may set the day of closing back, but not
-- forward: it counts up to the last entry into the stage. One without an account, or of one that was deleted, has no
-- account and is told as a fault.
with last_synced as (
  select distinct on (opportunity.id) opportunity.*
  from opportunity
  where opportunity.id <> '' and opportunity._fivetran_active is not false
  order by opportunity.id, opportunity._fivetran_synced desc nulls last, opportunity.last_modified_date desc nulls last),
staged as (
  select opportunity_history.opportunity_id, opportunity_history.created_date,
    opportunity_history.stage_name is distinct from lag(opportunity_history.stage_name) over (
      partition by opportunity_history.opportunity_id
      order by opportunity_history.created_date, opportunity_history.id) as is_entry
  from opportunity_history
  where opportunity_history.is_deleted is not true),
entered as (
  select staged.opportunity_id, max(staged.created_date) as at
  from staged
  where staged.is_entry
  group by staged.opportunity_id),
terms as (
  select distinct on (contract.id) contract.id, contract.contract_term
  from contract
  where contract.contract_term > 0 and contract._fivetran_active is not false
  order by contract.id, contract._fivetran_synced desc nulls last)
select
  last_synced.id as opportunity_id,
  account_ids.account_id,
  case
    when last_synced.type ~* 'renew|replacement|downgrade' then 'renewal'
    when last_synced.type ~* 'cross|add-?on' then 'cross_sell'
    when last_synced.type ~* 'existing|upgrade|upsell|expansion' then 'upsell'
    when last_synced.type ~* '\mnew\M' then 'new'
    else nullif(btrim(last_synced.type), '')
  end as kind,
  trim_scale(coalesce(last_synced.mrr_c, last_synced.arr_c / 12,
    last_synced.amount / coalesce(case when last_synced.term_months_c > 0 then last_synced.term_months_c end,
      terms.contract_term))
    / case when last_synced.currency_iso_code <> '' then conversion_rates.rate else 1 end) as mrr,
  last_synced.stage_name as stage,
  local_day(last_synced.created_date) as created_on,
  last_synced.close_date as expected_on,
  case when last_synced.is_won then 'won' when last_synced.is_closed then 'lost' end as outcome,
  case when last_synced.is_won or last_synced.is_closed then
    least(last_synced.close_date, local_day(coalesce(entered.at, last_synced.last_stage_change_date))) end as decided_on,
  last_synced.last_modified_date as updated_at
from last_synced
left join account_ids on account_ids.id = last_synced.account_id
left join entered on entered.opportunity_id = last_synced.id
left join terms on terms.id = last_synced.contract_id
left join conversion_rates on conversion_rates.currency = upper(btrim(last_synced.currency_iso_code))
  and last_synced.close_date >= conversion_rates.from_day
  and (last_synced.close_date < conversion_rates.to_day) is not false
where last_synced.is_deleted is not true and last_synced._fivetran_deleted is not true
