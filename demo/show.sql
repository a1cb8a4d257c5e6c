-- What the demo prints once everything is there: the Customer 360 table, and how lost customers once looked in it.
-- Wants the views in the search_path, and as_of() on the day the data end.

\pset border 1
\pset footer off
\pset null ''
select as_of() as as_of, as_of() - 92 as earlier \gset

\echo
\echo '== Customer 360 on' :as_of '=='
\echo 'The twenty customers that need attention most. coeff: weeks with activity of the last 7. weekly: events in the'
\echo 'last 16 times seven days. usage: the last four weeks against the twelve before.'
select left(account, 30) as account, csm, tier, round(arr) as arr, days_to_renewal as renewal, coefficient as coeff,
  weekly_activity as weekly, round(100 * usage_change) || ' %' as usage,
  active_users as active, seats_used || '/' || seats as seats, attention_reason as "needs attention because"
from customer_360
limit 20;

select coalesce(attention::text, '-') as attention, count(*) as customers, round(sum(arr)) as arr,
  min(attention_reason) as "for example"
from customer_360 where status = 'active' group by attention order by attention;

-- The largest customers whose last subscription ended since then.
create temporary table lost as
select account_id
from customer_360 join subscriptions using (account_id)
where status = 'churned'
group by account_id
having max(upper(valid)) > :'earlier'
order by max(mrr) desc, account_id
limit 12;

\echo '== The same table with SET customer360.as_of =' :'earlier' '=='
\echo 'Customers lost since then, as they stood that day: their end, and all that happened later, is not known yet.'
set customer360.as_of = :'earlier';
select left(account, 30) as account, csm, tier, status, round(arr) as arr, days_to_renewal as renewal,
  coefficient as coeff, weekly_activity as weekly, round(100 * usage_change) || ' %' as usage, active_users as active,
  seats_used || '/' || seats as seats, attention_reason as "needs attention because"
from customer_360 join lost using (account_id)
order by attention, arr desc;
set customer360.as_of = :'as_of';
