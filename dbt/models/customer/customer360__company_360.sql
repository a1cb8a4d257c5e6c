-- Made by tools/dbt-package from views/.
{{ config(alias='company_360') }}

with recursive account_status as not materialized (select * from {{ ref('customer360__account_status') }}),
accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
customer_360 as not materialized (select * from {{ ref('customer360__customer_360') }}),
above as (
  select
    accounts.account_id,
    accounts.account_id as company_id,
    accounts.parent_id,
    array[accounts.account_id::text] as path
  from accounts
  union all
  select
    above.account_id,
    accounts.account_id,
    accounts.parent_id,
    above.path || accounts.account_id::text
  from above
  join accounts on accounts.account_id = above.parent_id
  where accounts.account_id::text <> all (above.path)),
tops as (
  select distinct on (above.account_id)
    above.account_id,
    -- Whose way up does not end is not in a company.
    case when above.parent_id is null then above.company_id else above.account_id end as company_id
  from above
  order by above.account_id, cardinality(above.path) desc),
signed as (
  select
    tops.company_id,
    count(*) as accounts,
    min(accounts.signed_on) filter (where accounts.signed_on <= {{ customer360.as_of() }}) as signed_on
  from tops
  join accounts on accounts.account_id = tops.account_id
  group by tops.company_id),
summed as (
  select
    tops.company_id,
    count(*) as customers,
    count(*) filter (where customer_360.status in ('active', 'past_due')) as charged_customers,
    bool_and(customer_360.status is not null) as is_status_known,
    string_agg(distinct customer_360.csm, ', ' order by customer_360.csm) as csms,
    case when bool_and(account_status.mrr is not null) then sum(account_status.mrr) end as mrr,
    case when bool_and(account_status.mrr is not null) then max(account_status.mrr) end as largest_mrr,
    sum(customer_360.clv_to_date) as clv_to_date,
    min(customer_360.renewal_on) as next_renewal_on,
    sum(customer_360.seats) as seats,
    sum(customer_360.active_users_28d) as active_users_28d,
    min(customer_360.coefficient) filter (where customer_360.status in ('active', 'past_due')) as lowest_coefficient,
    min(customer_360.adoption_score) as lowest_adoption_score,
    min(customer_360.health_score) as lowest_health_score,
    min(case customer_360.renewal_risk when 'high' then 1 when 'medium' then 2 when 'low' then 3 end) as renewal_risk,
    bool_or(customer_360.is_at_risk) as is_at_risk,
    string_agg(customer_360.account || ': ' || customer_360.risk_reason, '; '
      order by account_status.mrr desc nulls last, customer_360.account_id) filter (where customer_360.is_at_risk)
      as risk_reasons,
    sum(customer_360.open_tickets) as open_tickets
  from tops
  join customer_360 on customer_360.account_id = tops.account_id
  join account_status on account_status.account_id = tops.account_id
  group by tops.company_id)
select
  summed.company_id,
  accounts.name as company,
  signed.accounts,
  summed.customers,
  case when summed.is_status_known then summed.charged_customers end as charged_customers,
  summed.csms,
  round(summed.mrr, 2) as mrr,
  round(12 * summed.mrr, 2) as arr,
  round(summed.largest_mrr / nullif(summed.mrr, 0), 4) as share_of_largest,
  summed.clv_to_date,
  signed.signed_on,
  summed.next_renewal_on,
  summed.seats,
  summed.active_users_28d,
  summed.lowest_coefficient,
  summed.lowest_adoption_score,
  summed.lowest_health_score,
  case summed.renewal_risk when 1 then 'high' when 2 then 'medium' when 3 then 'low' end as renewal_risk,
  summed.is_at_risk,
  summed.risk_reasons,
  summed.open_tickets
from summed
join signed on signed.company_id = summed.company_id
join accounts on accounts.account_id = summed.company_id
