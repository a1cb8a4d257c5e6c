-- Contracts that were activated: one row each; drafts and those in approval bind nobody. The end date is the last day;
-- where it is missing the term in months says it. Of the days of signing the customer's counts. Whether a contract
-- renews another Salesforce does not say: one that follows without a long gap does. It says nothing of tiers, included
-- units, or of ending early.
with last_synced as (
  select distinct on (contract.id) contract.*
  from contract
  where contract.id <> '' and contract._fivetran_active is not false
  order by contract.id, contract._fivetran_synced desc nulls last, contract.last_modified_date desc nulls last)
select
  last_synced.id as contract_id,
  account_ids.account_id,
  coalesce(last_synced.customer_signed_date, last_synced.company_signed_date, local_day(last_synced.activated_date))
    as signed_on,
  last_synced.start_date as starts_on,
  coalesce(last_synced.end_date + 1, (last_synced.start_date
    + make_interval(months => last_synced.contract_term::integer))::date) as ends_on,
  last_synced.last_modified_date as updated_at
from last_synced
join account_ids on account_ids.id = last_synced.account_id
where last_synced.is_deleted is not true and last_synced._fivetran_deleted is not true
  and coalesce(last_synced.status_code, last_synced.status) in ('Activated', 'Expired', 'Terminated')
  and last_synced.start_date is not null
