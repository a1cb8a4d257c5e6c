-- Made by tools/dbt-package from views/.
{{ config(alias='book') }}

with customer_360 as not materialized (select * from {{ ref('customer360__customer_360') }})
select
  row_number() over (order by customer_360.attention nulls last, customer_360.arr desc nulls last,
    customer_360.account_id) as place,
  customer_360.account_id,
  customer_360.account,
  customer_360.csm,
  customer_360.segment,
  customer_360.arr,
  customer_360.attention,
  customer_360.attention_reason as why,
  customer_360.next_action as do_next,
  customer_360.is_at_risk,
  customer_360.health_band,
  customer_360.adoption_band,
  customer_360.weekly_activity,
  customer_360.renewal_on,
  customer_360.days_since_contact
from customer_360
where customer_360.status in ('active', 'past_due', 'signed', 'trial', 'free', 'paused') or customer_360.status is null
