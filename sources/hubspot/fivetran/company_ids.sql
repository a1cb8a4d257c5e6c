-- Which company each id of one stands for: one row per id. A merge leaves the ids that are no longer in the record that
-- stays, separated by semicolons; their own rows are marked as deleted, sometimes later, and associations and parents
-- may still name them. Who is merged twice is followed to the end. A company that was deleted, and not merged, stands
-- for none.
with last_synced as (
  select distinct on (company.id)
    company.id,
    company.property_hs_merged_object_ids,
    company.is_deleted is not true and company._fivetran_deleted is not true as is_live
  from company
  where company.id is not null
  order by company.id, company._fivetran_synced desc nulls last, company.property_hs_lastmodifieddate desc nulls last),
merges as (
  select
    part::bigint as id,
    last_synced.id as into_id,
    last_synced.is_live
  from last_synced
  cross join lateral regexp_split_to_table(last_synced.property_hs_merged_object_ids, '[^0-9]+') as part
  where part ~ '^[0-9]{1,18}$' and part::bigint <> last_synced.id),
-- Two that name each other are one.
kept as (
  select last_synced.id
  from last_synced
  where last_synced.is_live and not exists (
    select
    from merges
    where merges.id = last_synced.id and merges.is_live and not exists (
      select
      from merges as back
      where back.id = merges.into_id and back.into_id = merges.id))),
reached as (
  select
    chain.id,
    chain.company_id
  from (
    with recursive chain as (
      select
        kept.id,
        kept.id as company_id
      from kept
      union
      select
        merges.id,
        chain.company_id
      from chain
      join merges on merges.into_id = chain.id)
    select chain.id, chain.company_id
    from chain) as chain)
select
  reached.id,
  min(reached.company_id) as company_id
from reached
group by reached.id
