-- Deals that are there: one row each, as it was last synced, with its company, stage and outcome. Of several companies
-- the primary one counts, which is the association of type 5, else the one that is there longest. Won or lost is what
-- the deal says of itself, else its stage. Sales may close a deal on an earlier day than it is moved, but not on a
-- later one: the close date counts up to the entry into the last stage. Money is in the currency of the company that
-- uses HubSpot.
with last_synced as (
  select distinct on (deal.deal_id)
    deal.*
  from deal
  where deal.deal_id is not null
  order by deal.deal_id, deal._fivetran_synced desc nulls last, deal.property_hs_lastmodifieddate desc nulls last),
merged as (
  select distinct part as id
  from last_synced
  cross join lateral regexp_split_to_table(last_synced.property_hs_merged_object_ids, '[^0-9]+') as part
  where part <> last_synced.deal_id::text
  union
  select merged_deal.merged_deal_id::text
  from merged_deal
  where merged_deal.merged_deal_id is not null and merged_deal.merged_deal_id <> merged_deal.deal_id),
associated as (
  select distinct on (deal_company.deal_id)
    deal_company.deal_id,
    company_ids.company_id
  from deal_company
  join company_ids on company_ids.id = deal_company.company_id
  where deal_company._fivetran_deleted is not true
  order by deal_company.deal_id, deal_company.type_id = 5 desc nulls last, company_ids.company_id),
entered as (
  select
    deal_stage.deal_id,
    deal_stage.value as stage_id,
    local_day(max(deal_stage.date_entered)) as entered_on
  from deal_stage
  group by deal_stage.deal_id, deal_stage.value),
stages as (
  select
    deal_pipeline_stage.pipeline_id,
    deal_pipeline_stage.stage_id,
    max(deal_pipeline_stage.label) as label,
    bool_or(deal_pipeline_stage.closed_won) as is_won,
    bool_or(deal_pipeline_stage.is_closed) as is_closed
  from deal_pipeline_stage
  group by deal_pipeline_stage.pipeline_id, deal_pipeline_stage.stage_id),
pipelines as (
  select
    deal_pipeline.pipeline_id,
    bool_or(deal_pipeline.label ~* 'renewal') as is_of_renewals
  from deal_pipeline
  group by deal_pipeline.pipeline_id),
judged as (
  select
    last_synced.*,
    associated.company_id,
    coalesce(stages.label, last_synced.deal_pipeline_stage_id) as stage,
    case when pipelines.is_of_renewals then 'renewal'
      else nullif(btrim(last_synced.property_dealtype), '') end as kind,
    case
      when coalesce(last_synced.property_hs_is_closed_won, stages.is_won,
        last_synced.deal_pipeline_stage_id = 'closedwon') then 'won'
      when coalesce(last_synced.property_hs_is_closed, stages.is_closed,
        last_synced.deal_pipeline_stage_id = 'closedlost') then 'lost'
    end as outcome,
    entered.entered_on,
    local_day(last_synced.property_closedate) as closes_on,
    coalesce(last_synced.property_hs_exchange_rate,
      last_synced.property_amount_in_home_currency / nullif(last_synced.property_amount, 0), 1) as rate
  from last_synced
  left join associated on associated.deal_id = last_synced.deal_id
  left join stages on stages.pipeline_id = last_synced.deal_pipeline_id
    and stages.stage_id = last_synced.deal_pipeline_stage_id
  left join pipelines on pipelines.pipeline_id = last_synced.deal_pipeline_id
  left join entered on entered.deal_id = last_synced.deal_id and entered.stage_id = last_synced.deal_pipeline_stage_id
  where last_synced.is_deleted is not true and last_synced._fivetran_deleted is not true
    and last_synced.deal_id::text not in (select merged.id from merged)),
decided as (
  select
    judged.*,
    case when judged.outcome is not null then least(judged.closes_on, judged.entered_on) end as decided_on
  from judged),
dated as (
  select
    decided.*,
    coalesce(decided.property_contract_start_date, decided.closes_on) as starts_on,
    case when decided.property_contract_length_months between 1 and 1200
      then decided.property_contract_length_months end as months
  from decided)
select
  dated.deal_id::text as deal_id,
  dated.company_id::text as account_id,
  dated.kind,
  dated.stage,
  dated.outcome,
  dated.decided_on,
  local_day(dated.property_createdate) as created_on,
  dated.closes_on,
  dated.starts_on,
  -- An end on the anniversary is the first day after the term, any other one its last day.
  case
    when dated.property_contract_end_date > dated.starts_on then dated.property_contract_end_date + case
      when extract(day from dated.property_contract_end_date) = extract(day from dated.starts_on) then 0 else 1 end
    when dated.property_contract_end_date is null
      then (dated.starts_on + make_interval(months => round(dated.months)::integer))::date
  end as ends_on,
  -- What HubSpot computes from recurring line items is 0 without them.
  trim_scale(coalesce(nullif(dated.property_hs_mrr, 0), nullif(dated.property_hs_arr, 0) / 12,
    dated.property_amount / dated.months) * dated.rate) as mrr,
  dated.property_hs_lastmodifieddate as updated_at
from dated
