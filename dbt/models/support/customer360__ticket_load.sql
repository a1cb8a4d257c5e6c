-- Made by tools/dbt-package from views/.
{{ config(alias='ticket_load') }}

with ticket_weeks as not materialized (select * from {{ ref('customer360__ticket_weeks') }})
select
  owner_id,
  owner,
  role,
  open_tickets,
  round(open_tickets / nullif(avg(open_tickets) over (partition by role), 0), 4) as share_of_mean,
  open_over_30_days,
  unchanged,
  round(messages_per_open_day, 4) as messages_per_open_day,
  opened,
  solved,
  net_new,
  usual_net_new,
  round(z, 4) as z,
  is_spike
from ticket_weeks
where week_ends_on = {{ customer360.as_of() }} and (is_employed or open_tickets > 0)
order by open_tickets desc, owner_id
