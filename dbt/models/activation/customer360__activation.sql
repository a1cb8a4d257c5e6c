-- Made by tools/dbt-package from views/.
{{ config(alias='activation') }}

with accounts as not materialized (select * from {{ ref('customer360__accounts') }}),
customer_360 as not materialized (select * from {{ ref('customer360__customer_360') }})
select
  accounts.account_id,
  accounts.name as account,
  case when customer_360.account_id is null then 'prospect' else customer_360.status end as status,
  customer_360.tier,
  customer_360.csm,
  customer_360.arr,
  customer_360.adoption_band,
  customer_360.health_band,
  customer_360.renewal_on,
  customer_360.renewal_risk,
  customer_360.is_at_risk,
  customer_360.risk_reason,
  customer_360.onboarding_status,
  customer_360.attention::bigint as attention,
  customer_360.next_action
from accounts
left join customer_360 on customer_360.account_id = accounts.account_id
