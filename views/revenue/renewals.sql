-- Renewals, and the other figures a Customer Success leader answers for: one row per month, from the first signature to
-- the eleventh month after that of as_of(), so that each contract due within a year appears once. For future months
-- only the contracts due are known; the running month shows what has happened so far. Month-to-month contracts are
-- never due: their end is churn, in mrr_bridge. A contract terminated before its end is not due either.
--
-- month: first day of the month
-- is_finished: as_of() has reached its last day
-- due: contracts whose agreed term ends in the month (its end is the first day that it no longer covers, as in
--   customer_360.contract_ends_on)
-- due_mrr: MRR of their subscriptions on the last day of the term; for a term still running, on as_of()
-- renewed: due contracts whose successor (the contract that names them) was signed by as_of()
-- renewed_on_time: those whose successor was signed on or before the end of the term
-- lost: due contracts without a successor that are no longer charged
-- open: the others: still running, or past their end and still charged
-- renewed_mrr: due_mrr of the renewed contracts, at the old prices
-- open_mrr: due_mrr of the open contracts: what is up for renewal
-- renewal_rate: renewed ÷ due, contracts per contract; late renewals still raise it. NULL = none due, or month not over
-- on_time_rate: renewed on time ÷ due, contracts per contract; NULL as above
-- expanded_customers: customers whose MRR rose in the month
-- upsell_rate: expanded ÷ starting customers of mrr_bridge, customers per customer
-- expansion_mrr: by how much their MRR rose
-- expansion_revenue_rate: expansion_mrr ÷ recurring revenue of the month (MRR at its end), money per money
-- cancellation_requests: requests to cancel made in the month
-- saved: those saved by as_of()
-- undecided: those without an outcome on as_of()
-- save_rate: saved ÷ requests, requests per request: undecided ones count as requests
-- invoiced_gross_revenue: everything invoiced in the month, recurring and services, credit notes not deducted
-- credited: credit notes of the month; negative or 0
-- invoiced_customers: customers ever invoiced by the end of the month, including those who left
-- clv_to_date: customer lifetime value so far: everything invoiced by the end of the month, credit notes deducted, ÷
--   invoiced customers
with contracted as (
  select contract_id, signed_on, upper(term) as ends_on from contracts
  where signed_on <= as_of() and upper(term) < 'infinity'
    and (terminated_on <= as_of() and terminated_on < upper(term)) is not true),
successors as (
  select renews_id as contract_id, min(signed_on) as signed_on from contracts
  where renews_id is not null and signed_on <= as_of()
  group by renews_id),
charged as (
  select c.contract_id, sum(s.mrr) filter (where s.valid @> least(c.ends_on - 1, as_of())) as due_mrr,
    coalesce(bool_or(s.valid @> as_of()), false) as is_charged
  from contracted c left join subscriptions s on s.contract_id = c.contract_id and lower(s.valid) <= as_of()
  group by c.contract_id),
due as (
  select date_trunc('month', c.ends_on::timestamp)::date as month, c.ends_on, s.signed_on as renewed_on,
    coalesce(h.due_mrr, 0) as mrr,
    case when s.signed_on is not null then 'renewed' when c.ends_on <= as_of() and not h.is_charged then 'lost'
         else 'open' end as outcome
  from contracted c
  join charged h using (contract_id)
  left join successors s using (contract_id)),
due_monthly as (
  select month, count(*) as due, sum(mrr) as due_mrr, count(*) filter (where outcome = 'renewed') as renewed,
    count(*) filter (where renewed_on <= ends_on) as on_time, count(*) filter (where outcome = 'lost') as lost,
    count(*) filter (where outcome = 'open') as open,
    coalesce(sum(mrr) filter (where outcome = 'renewed'), 0) as renewed_mrr,
    coalesce(sum(mrr) filter (where outcome = 'open'), 0) as open_mrr
  from due
  group by month),
requested as (
  select date_trunc('month', requested_on::timestamp)::date as month, count(*) as requests,
    count(*) filter (where outcome = 'saved' and decided_on <= as_of()) as saved,
    count(*) filter (where (decided_on <= as_of()) is not true) as undecided
  from cancellation_requests
  where requested_on <= as_of()
  group by date_trunc('month', requested_on::timestamp)::date),
invoiced as (
  select date_trunc('month', invoiced_on::timestamp)::date as month, sum(amount) as amount,
    coalesce(sum(amount) filter (where kind <> 'credit_note'), 0) as gross,
    coalesce(sum(amount) filter (where kind = 'credit_note'), 0) as credited
  from invoices
  where invoiced_on <= as_of()
  group by date_trunc('month', invoiced_on::timestamp)::date),
first_invoiced as (
  select date_trunc('month', first_on::timestamp)::date as month, count(*) as customers
  from (select account_id, min(invoiced_on) as first_on from invoices where invoiced_on <= as_of() group by account_id)
    as customers
  group by date_trunc('month', first_on::timestamp)::date),
-- `nothing` is 0 in months that have begun, and NULL (not known) in future ones.
months as (
  select month::date as month, month + interval '1 month' - interval '1 day' <= as_of() as is_finished,
    case when month <= as_of() then 0 end as nothing
  from (select least(min(signed_on), (select min(month) from invoiced)) as first_day from contracted) as began,
    generate_series(date_trunc('month', first_day::timestamp),
      date_trunc('month', as_of()::timestamp) + interval '11 months', interval '1 month') as month),
measured as (
  select m.month, m.is_finished, coalesce(d.due, 0) as due, coalesce(d.due_mrr, 0) as due_mrr,
    coalesce(d.renewed, 0) as renewed, coalesce(d.on_time, 0) as on_time, coalesce(d.lost, 0) as lost,
    coalesce(d.open, 0) as open, coalesce(d.renewed_mrr, 0) as renewed_mrr, coalesce(d.open_mrr, 0) as open_mrr,
    b.starting_customers, coalesce(b.expanded_customers, m.nothing) as expanded_customers,
    coalesce(b.expansion_mrr, m.nothing) as expansion_mrr, b.ending_mrr,
    coalesce(r.requests, m.nothing) as requests, coalesce(r.saved, m.nothing) as saved,
    coalesce(r.undecided, m.nothing) as undecided,
    coalesce(i.gross, m.nothing) as gross, coalesce(i.credited, m.nothing) as credited,
    sum(i.amount) over so_far + m.nothing as amount_to_date,
    coalesce(sum(f.customers) over so_far, 0) + m.nothing as customers_to_date
  from months m
  left join due_monthly d using (month)
  left join mrr_bridge b using (month)
  left join requested r using (month)
  left join invoiced i using (month)
  left join first_invoiced f using (month)
  window so_far as (order by m.month))
select month, is_finished, due, due_mrr, renewed, on_time as renewed_on_time, lost, open, renewed_mrr, open_mrr,
  case when is_finished then round(renewed::numeric / nullif(due, 0), 4) end as renewal_rate,
  case when is_finished then round(on_time::numeric / nullif(due, 0), 4) end as on_time_rate,
  expanded_customers, round(expanded_customers::numeric / nullif(starting_customers, 0), 4) as upsell_rate,
  expansion_mrr, round(expansion_mrr / nullif(ending_mrr, 0), 4) as expansion_revenue_rate,
  requests as cancellation_requests, saved, undecided, round(saved::numeric / nullif(requests, 0), 4) as save_rate,
  gross as invoiced_gross_revenue, credited, customers_to_date::bigint as invoiced_customers,
  round(amount_to_date / nullif(customers_to_date, 0), 2) as clv_to_date
from measured
order by month
