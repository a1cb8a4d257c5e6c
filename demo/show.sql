-- What the demo prints once everything is loaded: the Customer 360 table, and how lost customers once looked in it.
-- Needs the views in the search_path, and as_of() on the last day of the data.

\pset border 1
\pset footer off
\pset null ''
select as_of() as as_of, as_of() - 92 as earlier \gset

\echo
\echo '== Customer 360 on' :as_of '=='
\echo 'The twenty customers that need attention most. MRR: at the end of the last twelve months. renewal: in days.'
\echo 'coeff: weeks with activity of the last 7. weekly: events in the last 16 times seven days. usage: the last four'
\echo 'weeks against the twelve before. score: product adoption, 0 to 100.'
select left(account, 30) as account, csm, tier, round(arr) as arr, mrr_trend as "MRR", days_to_renewal as renewal,
  renewal_risk as risk, coefficient as coeff, weekly_activity as weekly, round(100 * usage_change_4w) || ' %' as usage,
  round(adoption_score) || ' ' || adoption_band as score, active_users_28d as active,
  seats_used || '/' || seats as seats,
  attention_reason as "needs attention because"
from customer_360
limit 20;

select coalesce(attention::text, '-') as attention, count(*) as customers, round(sum(arr)) as arr,
  min(attention_reason) as "for example"
from customer_360 where status = 'active'
group by customer_360.attention order by customer_360.attention nulls last;

\echo '== The MRR bridge of the last six months =='
\echo 'start + new + back + expansion + contraction + churn = end. Churn of customers and of MRR: of those at the start'
\echo 'of the month. NRR, GRR: of the MRR of a year before, how much is left, with and without expansion.'
select to_char(month, 'YYYY-MM') || case when is_finished then '' else ' so far' end as month,
  round(starting_mrr) as start, round(new_mrr) as new, round(reactivation_mrr) as back,
  round(expansion_mrr) as expansion, round(contraction_mrr) as contraction, round(churned_mrr) as churn,
  round(ending_mrr) as "end",
  round(arr) as arr, ending_customers as customers, round(arpa) as arpa,
  round(100 * b.customer_churn_rate, 1) || ' %' as "customer churn",
  round(100 * b.gross_mrr_churn_rate, 1) || ' %' as "MRR churn", round(quick_ratio, 1) as "quick ratio",
  round(100 * net_revenue_retention) || ' %' as "NRR", round(100 * gross_revenue_retention) || ' %' as "GRR"
from mrr_bridge b
left join revenue_retention r using (month)
where month > as_of() - interval '6 months' and (r.grouped_by = 'all') is not false
order by month;

-- The largest customers whose last subscription ended since then.
create temporary table lost as
select account_id
from customer_360 join subscriptions using (account_id)
where customer_360.status = 'churned'
group by account_id
having max(upper(valid)) > :'earlier'
order by max(subscriptions.mrr) desc, account_id
limit 12;

\echo '== The same table with SET customer360.as_of =' :'earlier' '=='
\echo 'Customers lost since then, as they stood that day: their end, and all that happened later, is not known yet.'
set customer360.as_of = :'earlier';
select left(account, 30) as account, csm, tier, status, round(arr) as arr, mrr_trend as "MRR",
  days_to_renewal as renewal, renewal_risk as risk, coefficient as coeff, weekly_activity as weekly,
  round(100 * usage_change_4w) || ' %' as usage, active_users_28d as active, seats_used || '/' || seats as seats,
  attention_reason as "needs attention because"
from customer_360 join lost using (account_id)
order by attention, arr desc;
set customer360.as_of = :'as_of';
