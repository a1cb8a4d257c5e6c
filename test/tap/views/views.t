#!/usr/bin/env python3
"""The view pack against plain SQL over the small demo warehouse, as of several days.

Wants PGDATABASE to be a database made by tools/load-demo. Every query that must give no row names a fault when it does.
"""
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
DAYS = ("2026-06-30", "2026-03-31", "2025-12-28")
tests = 0


def psql(sql):
    run = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1"], input=sql, capture_output=True, text=True)
    return run.stdout.strip() if run.returncode == 0 else "failed: " + run.stderr.strip()


def report(ok, name, seen=""):
    global tests
    tests += 1
    print(f"{'ok' if ok else 'not ok'} {tests} - {name}")
    if not ok:
        print("\n".join("# " + line for line in str(seen).splitlines()[:10]))


def is_empty(name, sql):
    seen = psql(sql)
    report(seen == "", name, seen)


def same_rows(name, left, right, setting="", before=""):
    """Both queries give the same rows, as multisets, and some."""
    seen = psql(f"{before}; {setting}; create temp table l as {left}; create temp table r (like l); insert into r {right};"
                "select '- ' || x::text from (table l except all table r) x limit 5;"
                "select '+ ' || x::text from (table r except all table l) x limit 5;"
                "select 'both are empty' where not exists (table l);")
    report(seen == "", name, seen)


def forget_after(day):
    """Takes from the tables of commerce, sentiment and settings whatever nobody could know on the day: what happened later, and how it ended."""
    return f"""delete from subscriptions where lower(valid) > '{day}';
               update subscriptions set valid = daterange(lower(valid), null) where upper(valid) > date '{day}' + 1;
               delete from contracts where signed_on > '{day}';
               update contracts set terminated_on = null where terminated_on > '{day}';
               delete from invoices where invoiced_on > '{day}';
               delete from cancellation_requests where requested_on > '{day}';
               update cancellation_requests set outcome = null, decided_on = null where decided_on > '{day}';
               delete from acquisition_costs where month > '{day}';
               delete from gross_margins where month > '{day}';
               delete from csm_sentiment where observed_on > '{day}';
               delete from account_settings where lower(enabled) > '{day}';
               update account_settings set enabled = daterange(lower(enabled), null) where upper(enabled) > date '{day}' + 1"""


def make_month_ends(day):
    """Table `ends`, in plain SQL: for every account and month up to the day, its MRR before and at the end of it."""
    return psql(f"""
      drop table if exists public.ends;
      create table public.ends as
      select a.account_id, a.segment, m.month, m.ends_on,
        coalesce(sum(s.mrr) filter (where s.valid @> m.month - 1), 0) as prev,
        coalesce(sum(s.mrr) filter (where s.valid @> m.ends_on), 0) as cur,
        coalesce(sum(s.mrr) filter (where s.valid @> m.year_before), 0) as year_before,
        coalesce(bool_or(lower(s.valid) < m.month), false) as paid_before,
        coalesce(bool_or(s.valid && daterange(m.month, m.ends_on + 1)), false) as paid_within
      from accounts a
      cross join (
        select m::date as month, least((m + interval '1 month')::date - 1, date '{day}') as ends_on,
          (m - interval '11 months')::date - 1 as year_before
        from generate_series((select date_trunc('month', min(lower(valid))::timestamp) from subscriptions),
                             timestamp '{day}', '1 month') as m) as m
      left join subscriptions s on s.account_id = a.account_id
      group by a.account_id, a.segment, m.month, m.ends_on;
      create index on public.ends (account_id);
      analyze public.ends""")


is_empty("every view and stored table has a comment, and so has every column", """
    select c.relname, a.attname from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = 'customer_success'::regnamespace and c.relkind in ('v', 'r') and c.relname <> 'rollup_progress'
      and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)""")
is_empty("every view is a security invoker", """
    select relname from pg_class where relnamespace = 'customer_success'::regnamespace and relkind = 'v'
      and not coalesce(reloptions, '{}') @> '{security_invoker=true}'""")

for day in DAYS:
    at = f"set customer360.as_of = '{day}'"
    same_rows(f"customer_360 has one row for each account signed by {day}",
              "select account_id from customer_360",
              f"select account_id from accounts where signed_on <= '{day}'", at)
    same_rows(f"coefficient, recency and active users of {day} are those of the raw events",
              "select account_id, coefficient, days_inactive, active_users from customer_360",
              f"""select a.account_id,
                    count(distinct date_trunc('week', e.occurred_at))
                      filter (where e.occurred_at >= date_trunc('week', date '{day}') - interval '6 weeks')::int,
                    date '{day}' - max(e.occurred_at)::date,
                    count(distinct user_id) filter (where e.occurred_at::date > date '{day}' - 28)
                  from accounts a left join product_events e
                    on e.account_id = a.account_id and e.occurred_at < date '{day}' + 1
                  where a.signed_on <= '{day}' group by a.account_id""", at)
    same_rows(f"arr and seats of {day} are those of the subscriptions valid on it",
              "select account_id, arr, seats from customer_360",
              f"""select account_id, coalesce(12 * sum(s.mrr), 0), sum(s.seats)
                  from accounts left join (select * from subscriptions where valid @> date '{day}') s using (account_id)
                  where signed_on <= '{day}' group by account_id""", at)
    same_rows(f"what happened after {day} changes no row of customer_360",
              "select * from before_deletion", "select * from customer_360", at,
              f"""begin; set local customer360.as_of = '{day}';
                  create temp table before_deletion as select * from customer_360;
                  delete from product_events where occurred_at >= date '{day}' + 1;
                  {forget_after(day)};
                  truncate activity_daily, user_activity;
                  update rollup_progress set last_event_id = 0;
                  call refresh_activity()""")
    same_rows(f"active_users up to {day} counts what plain SQL counts",
              "select day, daily_active_users, weekly_active_users, monthly_active_users from active_users where extract(day from day) in (1, 15)",
              f"""select d.day, count(distinct e.user_id) filter (where e.day = d.day), count(distinct e.user_id) filter (where e.day > d.day - 7),
                    count(distinct e.user_id)
                  from (select generate_series(min(occurred_at)::date, date '{day}', '1 day')::date as day from product_events) d
                  left join (select distinct user_id, occurred_at::date as day from product_events) e on e.day between d.day - 27 and d.day
                  where extract(day from d.day) in (1, 15) group by d.day""", at)
    same_rows(f"cohort_retention of {day} counts what plain SQL counts",
              "select cohort, months_since, cohort_users, retained_users from cohort_retention",
              f"""with active as (select distinct account_id, user_id, date_trunc('month', occurred_at)::date as month
                                  from product_events where occurred_at < date '{day}' + 1),
                    first as (select account_id, user_id, min(month) as cohort from active group by 1, 2),
                    size as (select cohort, count(*) as users from first group by 1)
                  select s.cohort, k, s.users,
                    (select count(*) from first f join active a using (account_id, user_id)
                     where f.cohort = s.cohort and a.month = (s.cohort + make_interval(months => k))::date)
                  from size s, generate_series(0, 12) as k
                  where (s.cohort + make_interval(months => k + 1))::date - 1 <= '{day}'""", at)
    same_rows(f"feature_adoption of {day}: adopters among the entitled, those without use included",
              "select feature_id, eligible_accounts, adopting_accounts from feature_adoption",
              f"""select f.feature_id, count(e.account_id), count(*) filter (where p.uses >= f.adoption_uses)
                  from features f left join (select distinct account_id, feature_id from entitlements where valid @> date '{day}') e
                    using (feature_id)
                  left join (select account_id, feature_id, count(*) as uses from product_events
                             where occurred_at::date between date '{day}' - 27 and '{day}' group by account_id, feature_id) p
                    using (account_id, feature_id)
                  where f.released_on <= '{day}' group by f.feature_id""", at)
    same_rows(f"feature_gaps of {day}: expected, entitled, not used",
              "select user_id, feature_id from feature_gaps",
              f"""select u.user_id, x.feature_id from users u join expected_features x using (role)
                  join features f on f.feature_id = x.feature_id and f.released_on <= '{day}'
                  where u.provisioned_on <= '{day}' and coalesce(u.deactivated_on, 'infinity') > '{day}'
                    and x.feature_id in (select feature_id from entitlements e where e.account_id = u.account_id and e.valid @> date '{day}')
                    and not exists (select from product_events p where p.user_id = u.user_id and p.feature_id = x.feature_id
                                    and p.occurred_at::date between date '{day}' - 89 and '{day}')""", at)

for day in DAYS:
    at = f"set customer360.as_of = '{day}'"
    report(make_month_ends(day) == "", f"every account's MRR at each month's end up to {day} in plain SQL")
    same_rows(f"mrr_bridge of {day}: what plain SQL over month ends says",
              """select month, starting_mrr, new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr, ending_mrr,
                   retained_mrr, starting_customers, new_customers, reactivated_customers, churned_customers,
                   expanded_customers, contracted_customers, transient_customers, ending_customers from mrr_bridge""",
              """
                  select month, sum(prev), sum(case when prev = 0 and not paid_before then cur else 0 end),
                    sum(case when prev > 0 and cur > prev then cur - prev else 0 end),
                    sum(case when cur > 0 and cur < prev then cur - prev else 0 end),
                    sum(case when cur = 0 then -prev else 0 end), sum(case when prev = 0 and paid_before then cur else 0 end),
                    sum(cur), sum(least(prev, cur)), count(*) filter (where prev > 0),
                    count(*) filter (where prev = 0 and cur > 0 and not paid_before),
                    count(*) filter (where prev = 0 and cur > 0 and paid_before), count(*) filter (where prev > 0 and cur = 0),
                    count(*) filter (where prev > 0 and cur > prev), count(*) filter (where cur > 0 and cur < prev),
                    count(*) filter (where prev = 0 and cur = 0 and paid_within), count(*) filter (where cur > 0)
                  from ends group by month""", at)
    same_rows(f"mrr_bridge of {day}: rates divide by the start, averages by the customers",
              """select month, net_new_mrr, arr, arpa, arpa_of_new, customer_churn_rate, gross_mrr_churn_rate, net_mrr_churn_rate,
                   expansion_rate, reactivation_rate, quick_ratio from mrr_bridge""",
              """select month, new_mrr + expansion_mrr + contraction_mrr + churned_mrr + reactivation_mrr, ending_mrr * 12,
                   case when ending_customers > 0 then round(ending_mrr / ending_customers, 2) end,
                   case when new_customers > 0 then round(new_mrr / new_customers, 2) end,
                   case when starting_customers > 0 then round(churned_customers * 1.0 / starting_customers, 4) end,
                   case when starting_mrr > 0 then round((abs(churned_mrr) + abs(contraction_mrr)) / starting_mrr, 4) end,
                   case when starting_mrr > 0 then round((abs(churned_mrr) + abs(contraction_mrr) - expansion_mrr) / starting_mrr, 4) end,
                   case when starting_mrr > 0 then round(expansion_mrr / starting_mrr, 4) end,
                   case when starting_mrr > 0 then round(reactivation_mrr / starting_mrr, 4) end,
                   case when churned_mrr + contraction_mrr < 0
                     then round((new_mrr + expansion_mrr + reactivation_mrr) / (abs(churned_mrr) + abs(contraction_mrr)), 4) end
                 from mrr_bridge""", at)
    same_rows(f"mrr_bridge of {day}: retention within the month",
              "select month, net_retention, gross_retention, logo_retention from mrr_bridge",
              """
                  select month, round(sum(cur) filter (where prev > 0) / nullif(sum(prev), 0), 4),
                    round(sum(least(prev, cur)) filter (where prev > 0) / nullif(sum(prev), 0), 4),
                    round(count(*) filter (where prev > 0 and cur > 0) * 1.0 / nullif(count(*) filter (where prev > 0), 0), 4)
                  from ends group by month""", at)
    is_empty(f"mrr_bridge of {day}: every month once, each starts where the last ended, and only the running one is unfinished", f"""
        {at}; select month, starting_mrr, before from (
          select *, lag(month) over w as previous, lag(ending_mrr, 1, 0) over w as before, lead(month) over w as next
          from mrr_bridge window w as (order by month)) as b
        where starting_mrr <> before or starting_mrr + net_new_mrr <> ending_mrr or month <> (previous + interval '1 month')::date
          or (next is null) <> (month = date_trunc('month', date '{day}'))
          or is_finished <> ((month + interval '1 month')::date <= date '{day}' + 1)
          or num_nulls(new_mrr, expansion_mrr, contraction_mrr, churned_mrr, reactivation_mrr) > 0""")
    is_empty(f"mrr_bridge and customer_360 of {day} agree on ARR and customers", f"""
        {at}; select b.arr, c.arr from (select arr, ending_customers from mrr_bridge order by month desc limit 1) b,
          (select sum(arr) as arr, count(*) filter (where mrr > 0) as customers from customer_360) c
        where b.arr is distinct from c.arr or b.ending_customers is distinct from c.customers""")
    same_rows(f"revenue_retention of {day}: each customer against itself a year before, all, by segment and by cohort",
              """select month, grouped_by, group_name, customers_before, mrr_before, mrr_now, net_revenue_retention,
                   gross_revenue_retention, logo_retention, starting_customers, churned_customers, customer_churn_rate,
                   gross_mrr_churn_rate, net_mrr_churn_rate from revenue_retention""",
              f"""with
                    grouped as (
                      select 'all' as grouped_by, 'all' as group_name, account_id from accounts union all
                      select 'segment', segment, account_id from accounts union all
                      select 'cohort', to_char(min(lower(valid)), 'YYYY'), account_id from subscriptions
                      where lower(valid) <= '{day}' group by account_id),
                    pairs as (select * from ends where (month + interval '1 month')::date - 1 <= '{day}')
                  select month, grouped_by, group_name, count(*) filter (where year_before > 0), sum(year_before),
                    coalesce(sum(cur) filter (where year_before > 0), 0),
                    round(sum(cur) filter (where year_before > 0) / nullif(sum(year_before), 0), 4),
                    round(sum(least(cur, year_before)) / nullif(sum(year_before), 0), 4),
                    round(count(*) filter (where year_before > 0 and cur > 0) * 1.0 / nullif(count(*) filter (where year_before > 0), 0), 4),
                    count(*) filter (where prev > 0), count(*) filter (where prev > 0 and cur = 0),
                    round(count(*) filter (where prev > 0 and cur = 0) * 1.0 / nullif(count(*) filter (where prev > 0), 0), 4),
                    round(sum(prev - least(prev, cur)) / nullif(sum(prev), 0), 4),
                    round(sum(prev - cur) filter (where prev > 0) / nullif(sum(prev), 0), 4)
                  from pairs join grouped using (account_id)
                  group by month, grouped_by, group_name having max(month) >= (
                    select min(date_trunc('month', lower(s.valid)::timestamp)) from subscriptions s join grouped g using (account_id)
                    where g.grouped_by = grouped.grouped_by and g.group_name = grouped.group_name)""", at)
    is_empty(f"revenue_retention of {day}: the parts add up to the whole, and GRR is at most 1 and NRR", f"""
        {at}; select month, grouped_by, 'sums' from revenue_retention group by month, grouped_by
          having (sum(mrr_before), sum(mrr_now), sum(customers_before)) is distinct from (select (mrr_before, mrr_now, customers_before::numeric)
            from revenue_retention a where a.month = revenue_retention.month and a.grouped_by = 'all')
        union all select month, group_name, 'rates' from revenue_retention
          where gross_revenue_retention > least(1, net_revenue_retention) or logo_retention > 1
            or (net_revenue_retention is null) <> (customers_before = 0)""")
    same_rows(f"unit_economics of {day}: what plain SQL over the twelve months says",
              """select month, segment, customers, arpa, gross_margin, churn_rate, ltv, new_customers, arpa_of_new, acquisition_spend, cac,
                   ltv_to_cac, payback_months from unit_economics""",
              f"""with
                    weights as (select segment, month, sum(cur) as mrr from ends group by segment, month),
                    segmented as (
                      select 'all' as segment, month, ends_on, sum(cur) as mrr, count(*) filter (where cur > 0) as customers,
                        count(*) filter (where prev > 0) as starting, count(*) filter (where prev > 0 and cur = 0) as churned,
                        count(*) filter (where prev = 0 and cur > 0 and not paid_before) as new,
                        coalesce(sum(cur) filter (where prev = 0 and not paid_before), 0) as new_mrr,
                        (select sum(amount) from acquisition_costs c where c.month = ends.month) as spend,
                        (select sum(margin * mrr) / nullif(sum(mrr), 0) from gross_margins join weights w using (segment, month)
                         where w.month = ends.month) as margin
                      from ends group by month, ends_on
                      union all
                      select segment, month, ends_on, sum(cur), count(*) filter (where cur > 0),
                        count(*) filter (where prev > 0), count(*) filter (where prev > 0 and cur = 0),
                        count(*) filter (where prev = 0 and cur > 0 and not paid_before),
                        coalesce(sum(cur) filter (where prev = 0 and not paid_before), 0),
                        (select sum(amount) from acquisition_costs c where c.month = ends.month and c.segment = ends.segment),
                        (select margin from gross_margins g where g.month = ends.month and g.segment = ends.segment)
                      from ends group by segment, month, ends_on),
                    trailing_year as (
                      select m.segment, m.month, m.customers, m.mrr / nullif(m.customers, 0) as arpa, m.margin,
                        sum(t.churned) / nullif(sum(t.starting), 0) as churn, sum(t.new) as new, sum(t.new_mrr) as new_mrr,
                        case when count(t.spend) = 12 then sum(t.spend) end as spend
                      from segmented m join segmented t
                        on t.segment = m.segment and t.month between m.month - interval '11 months' and m.month
                      where (m.month + interval '1 month')::date - 1 <= '{day}' and t.month >= (
                        select min(month) from segmented first where first.mrr > 0 and first.segment = m.segment)
                      group by m.segment, m.month, m.customers, m.mrr, m.margin)
                  select month, segment, customers, round(arpa, 2), round(margin, 4), round(churn, 4),
                    round(arpa * margin / nullif(churn, 0), 2), new, round(new_mrr / nullif(new, 0), 2), spend,
                    round(spend / nullif(new, 0), 2),
                    round(arpa * margin / nullif(churn, 0) / nullif(spend / nullif(new, 0), 0), 2),
                    round(spend / nullif(new, 0) / nullif(new_mrr / nullif(new, 0) * margin, 0), 1)
                  from trailing_year""", at)
    same_rows(f"renewals of {day}: contracts due, and what became of them",
              "select month, due, due_mrr, renewed, renewed_on_time, lost, open, renewal_rate, on_time_rate from renewals where due > 0",
              f"""with due as (
                    select date_trunc('month', upper(term)::timestamp)::date as month, upper(term) as ends_on,
                      (select sum(mrr) from subscriptions s where s.contract_id = c.contract_id
                         and s.valid @> case when upper(term) <= '{day}' then upper(term) - 1 else date '{day}' end) as mrr,
                      (select min(signed_on) from contracts n where n.renews_id = c.contract_id and n.signed_on <= '{day}') as renewed_on,
                      exists (select from subscriptions s where s.contract_id = c.contract_id and s.valid @> date '{day}') as charged
                    from contracts c where signed_on <= '{day}' and not upper_inf(term) and terminated_on is null
                      and upper(term) < date_trunc('month', timestamp '{day}') + interval '12 months')
                  select month, count(*), sum(mrr), count(renewed_on), count(*) filter (where renewed_on <= ends_on),
                    count(*) filter (where renewed_on is null and ends_on <= '{day}' and not charged),
                    count(*) filter (where renewed_on is null and (ends_on > '{day}' or charged)),
                    case when month + interval '1 month' <= date '{day}' + 1 then round(count(renewed_on) * 1.0 / count(*), 4) end,
                    case when month + interval '1 month' <= date '{day}' + 1
                      then round(count(*) filter (where renewed_on <= ends_on) * 1.0 / count(*), 4) end
                  from due group by month""", at)
    same_rows(f"renewals of {day}: requests, invoices and expansion of every month that has begun",
              f"""select month, expanded_customers, upsell_rate, expansion_mrr, expansion_revenue_rate, cancellation_requests, saved,
                   undecided, save_rate, invoiced_gross_revenue, credited, invoiced_customers, clv_to_date
                 from renewals where month <= '{day}'""",
              f"""with
                    expanded as (
                      select month, ends_on, count(*) filter (where prev > 0 and cur > prev) as customers,
                        coalesce(sum(cur - prev) filter (where prev > 0 and cur > prev), 0) as mrr,
                        nullif(count(*) filter (where prev > 0), 0) as starting, nullif(sum(cur), 0) as ending_mrr
                      from ends group by month, ends_on)
                  select e.month, e.customers, round(e.customers * 1.0 / e.starting, 4), e.mrr, round(e.mrr / e.ending_mrr, 4),
                    r.requests, r.saved, r.undecided, round(r.saved * 1.0 / nullif(r.requests, 0), 4), i.gross, i.credited,
                    d.customers, round(d.amount / nullif(d.customers, 0), 2)
                  from expanded e,
                    lateral (select count(*) as requests, count(*) filter (where outcome = 'saved' and decided_on <= '{day}') as saved,
                        count(*) filter (where coalesce(decided_on, 'infinity') > '{day}') as undecided
                      from cancellation_requests where requested_on between e.month and e.ends_on) as r,
                    lateral (select coalesce(sum(amount) filter (where amount > 0), 0) as gross,
                        coalesce(sum(amount) filter (where amount < 0), 0) as credited
                      from invoices where invoiced_on between e.month and e.ends_on) as i,
                    lateral (select sum(amount) as amount, count(distinct account_id) as customers
                      from invoices where invoiced_on <= e.ends_on) as d""", at)
    is_empty(f"renewals of {day}: a year ahead is known by its contracts alone, and every due contract has one outcome", f"""
        {at}; select month, due, renewed, lost, open from renewals
        where due <> renewed + lost + open or due_mrr < renewed_mrr + open_mrr or lost = 0 and due_mrr > renewed_mrr + open_mrr
          or (month > '{day}') <> (num_nulls(expanded_customers, expansion_mrr, cancellation_requests, saved, invoiced_gross_revenue,
                                             invoiced_customers) > 0)
          or month > '{day}' and num_nonnulls(renewal_rate, on_time_rate, upsell_rate, expansion_revenue_rate, save_rate, clv_to_date) > 0
        union all select null, count(*), null, null, null from renewals where month > '{day}' having count(*) <> 11""")
    same_rows(f"customer_360 of {day}: MRR, trend, last movement, invoiced value and renewal of plain SQL",
              """select account_id, mrr, arr, mrr_trend, last_movement::text, last_movement_on, last_movement_amount, clv_to_date, renewal_on
                 from customer_360""",
              f"""with
                    moved as (
                      select distinct on (account_id) account_id, month, cur - prev as amount,
                        case when cur = 0 then 'churn' when prev > 0 and cur > prev then 'expansion' when prev > 0 then 'contraction'
                             when paid_before then 'reactivation' else 'new' end as movement
                      from ends where cur <> prev order by account_id, month desc),
                    trend as (
                      select account_id, sparkline(array_agg(case when paid_before or paid_within then cur end order by month), 0,
                        greatest(max(cur), 1)) as mrr_trend
                      from ends where month > date '{day}' - interval '12 months' and account_id in (
                        select account_id from subscriptions where lower(valid) <= '{day}') group by account_id)
                  select a.account_id, coalesce(s.mrr, 0), coalesce(s.mrr, 0) * 12, t.mrr_trend, m.movement, m.month, m.amount,
                    coalesce((select sum(amount) from invoices i where i.account_id = a.account_id and invoiced_on <= '{day}'), 0),
                    case when s.mrr is not null or t.account_id is null then
                      (select case when max(upper(term)) >= '{day}' and not bool_or(upper_inf(term)) then max(upper(term)) end
                       from contracts c where c.account_id = a.account_id and signed_on <= '{day}'
                         and coalesce(terminated_on, 'infinity') > '{day}') end
                  from accounts a left join moved m using (account_id) left join trend t using (account_id)
                  left join (select account_id, sum(mrr) as mrr from subscriptions where valid @> date '{day}' group by 1) s using (account_id)
                  where a.signed_on <= '{day}'""", at)
    is_empty(f"renewal_risk of {day}: every customer under contract has one, and the reasons to worry are high", f"""
        {at}; select account_id, status, contract_ends_on, renewal_risk, attention_reason from customer_360
        where (renewal_risk is not null) <> (status = 'active' and contract_ends_on is not null)
          or renewal_risk <> 'high' and attention in (1, 2, 3, 7) or renewal_risk = 'low' and (usage_dropped or coefficient <= 2)
          or days_to_renewal between 0 and 90 and renewal_risk <> 'high' and (renewal_risk = 'medium') <> coalesce(2 * seats_used < seats, false)
          or renewal_risk = 'high' and (attention is null or days_to_renewal > 90 and attention <> 1)
             and (usage_change <= -0.5 and days_to_renewal <= 90) is not true
          or renewal_on is distinct from case when contract_ends_on >= '{day}' then contract_ends_on end""")
    is_empty(f"renewals of {day}: a request answered on the day after is neither saved nor lost", f"""
        {at}; begin; update cancellation_requests set decided_on = date '{day}' + 1 where decided_on is not null;
        select month, saved, undecided from renewals where saved > 0 or undecided <> cancellation_requests""")
    for view in ("mrr_bridge", "revenue_retention", "unit_economics", "renewals"):
        same_rows(f"what happened after {day} changes no row of {view}",
                  "select * from before_deletion", f"select * from {view}", at,
                  f"""begin; set local customer360.as_of = '{day}'; create temp table before_deletion as select * from {view};
                      {forget_after(day)}""")
for view in ("mrr_bridge", "revenue_retention", "unit_economics", "renewals"):
    is_empty(f"{view} before the first customer has no row", f"set customer360.as_of = '2000-01-01'; select * from {view}")

# The answer key: what the stories say must show in the movements.
is_empty("a customer of the story 'returned' who signed again is reactivated, and nobody else is", """
    select account_id, story from demo_stories join (
      select account_id, 'reactivation' = any (array(select movement::text from unnest(mrr_movements(valid, mrr, 'month', as_of())))) as seen
      from subscriptions group by account_id) m using (account_id)
    where seen <> (story = 'returned' and (select count(*) from contracts c where c.account_id = demo_stories.account_id
                                             and renews_id is null and lower(term) <= as_of()) = 2)""")
is_empty("a customer of the story 'contraction' whose plan changed has a contraction then", """
    select account_id, p.platform_from from demo_stories join (
      select s.account_id, min(lower(valid)) as platform_from from subscriptions s join demo_stories d using (account_id)
      where product = 'platform' and lower(valid) >= turns_on and lower(valid) <= as_of() group by s.account_id) p using (account_id)
    where story = 'contraction' and not exists (
      select from unnest((select mrr_movements(valid, mrr, 'month', as_of()) from subscriptions s where s.account_id = demo_stories.account_id)) m
      where m.movement = 'contraction' and m.period = date_trunc('month', platform_from))""")
is_empty("who left has churn as the last movement, of all that was paid, and nothing to renew", """
    select account_id from customer_360
    where (status = 'churned') <> (last_movement = 'churn')
      or status = 'churned' and (mrr <> 0 or last_movement_amount >= 0 or renewal_on is not null or renewal_risk is not null)""")
is_empty("the made-up company is a believable one", """
    select 'retention', month, net_revenue_retention, gross_revenue_retention, logo_retention from revenue_retention
      where grouped_by = 'all' and customers_before >= 20
        and not (net_revenue_retention between 0.7 and 1.4 and gross_revenue_retention > 0.7 and logo_retention > 0.8)
    union all select 'bridge', month, customer_churn_rate, gross_mrr_churn_rate, arpa from mrr_bridge
      where starting_customers >= 20 and not (customer_churn_rate < 0.06 and gross_mrr_churn_rate < 0.08 and arpa between 500 and 5000)
    union all select 'renewals', null, sum(renewed) / sum(due), null, null from renewals where is_finished
      having sum(renewed) / sum(due) not between 0.7 and 0.97
    union all select 'economics', month, payback_months, ltv_to_cac, churn_rate from unit_economics
      where segment = 'all' and new_customers >= 20 and not (payback_months between 3 and 36 and ltv_to_cac > 1)""")
psql("drop table public.ends")

# Scores and playbooks.
is_empty("the demo's rubrics and rules have no fault", """
    select name, version, e.* from score_rubrics cross join lateral rubric_errors(rubric) e
    union all select name, version, null, null, null, null from score_rubrics
      where (rubric ->> 'name', rubric ->> 'version') <> (name, version)
    union all select version, play, null, null, null, null
      from playbook_rules cross join lateral playbook_actions(rules, '{}') where play <> 'late onboarding'""")
is_empty("on any day, one version of each rubric and of the playbook is valid", """
    select day, name, count(*) from generate_series(date '2024-01-01', '2027-01-01', '1 day') as day
    left join (select name, valid from score_rubrics union all select 'playbook', valid from playbook_rules) v on valid @> day::date
    group by day, name having count(*) <> 1 or name is null""")

# The adoption rubric in plain SQL: per attribute its weight and points; NULL = does not count. applies: its tier has it; is_known: has a value.
PLAIN_SCORES = """
  attributes as (
    select m.account_id, x.* from (select *, as_of() >= '2026-01-01' as revised, tier = 'starter' as s from account_metrics) m,
      lateral (values
        ('quota_utilisation', case when not revised then 25 when tier = 'enterprise' then 15 else 20 end,
          case when s then case when not revised then 0 end when quota_utilisation < 0.4 then 0 when quota_utilisation < 0.6 then 2
               when quota_utilisation < 0.8 then 4 when quota_utilisation >= 0.8 then 5 end,
          not (s and revised), s or quota_utilisation is not null),
        ('utilisation', 10, case when utilisation < 0.3 then 0 when utilisation < 0.5 then 2 when utilisation < 0.75 then 4
          when utilisation >= 0.75 then 5 end, true, utilisation is not null),
        ('login_days', 10, least(login_days, 20) / 4.0, true, true),
        ('active_user_rate', 10, coalesce(least(active_user_rate, 0.8) / 0.16, 0), true, active_user_rate is not null),
        ('breadth', 10, case when breadth >= 0.6 then 5 when breadth >= 0.4 then 4 when breadth >= 0.2 then 2 else 0 end,
          true, breadth is not null),
        ('csm_sentiment', case when revised then 10 else 5 end,
          case when sentiment_on >= as_of() - 90 then case csm_sentiment when 'green' then 5 when 'yellow' then 2.5 else 0 end end,
          true, sentiment_on >= as_of() - 90),
        ('profiles_enabled', 5, case when s then case when not revised then 0 end when profiles_enabled then 5 else 0 end,
          not (s and revised), true),
        ('alerts_enabled', 5, case when alerts_enabled then 5 else 0 end, true, true),
        ('mobile_access_enabled', 5, case when mobile_access_enabled then 5 else 0 end, true, true),
        ('api_access_enabled', 5, case when s then case when not revised then 0 end when api_access_enabled then 5 else 0 end,
          not (s and revised), true),
        ('crm_sync_enabled', 5, case when s then case when not revised then 0 end when crm_sync_enabled then 5 else 0 end,
          not (s and revised), true),
        ('single_sign_on_enabled', case when tier = 'enterprise' and revised then 10 else 5 end,
          case when tier <> 'enterprise' then case when not revised then 0 end when single_sign_on_enabled then 5 else 0 end,
          tier = 'enterprise' or not revised, true)) as x (key, weight, points, applies, is_known)
    where m.status = 'active'),
  plain as (
    select account_id, case when sum(weight) filter (where is_known and applies) >= 0.6 * sum(weight) filter (where applies) then
        least(sum(weight * points) filter (where points is not null) * 20 / sum(weight) filter (where points is not null),
          case when as_of() >= '2026-01-01' and max(days_inactive) >= 60 then 39 end) end as score,
      jsonb_object_agg(key, trim_scale(round(points, 3))) as points
    from attributes join account_metrics using (account_id) group by account_id)"""

for day in DAYS:
    at = f"set customer360.as_of = '{day}'"
    same_rows(f"logins, sentiment and settings in account_metrics of {day} are those of the source tables",
              """select account_id, days_since_signature, login_days, csm_sentiment, sentiment_on, profiles_enabled, alerts_enabled,
                   mobile_access_enabled, api_access_enabled, crm_sync_enabled, single_sign_on_enabled from account_metrics""",
              f"""select a.account_id, date '{day}' - signed_on,
                    (select count(distinct occurred_at::date)::int from product_events p where p.account_id = a.account_id
                       and event_name = 'login' and occurred_at::date between date '{day}' - 27 and '{day}'), j.sentiment, j.observed_on,
                    s ? 'profiles', s ? 'alerts', s ? 'mobile_access', s ? 'api_access', s ? 'crm_sync', s ? 'single_sign_on'
                  from accounts a left join lateral (select * from csm_sentiment j where j.account_id = a.account_id
                    and observed_on <= '{day}' order by observed_on desc limit 1) j on true,
                  lateral (select coalesce(jsonb_agg(setting), '[]') as s from account_settings e
                           where e.account_id = a.account_id and enabled @> date '{day}') e
                  where signed_on <= '{day}'""", at)
    is_empty(f"product_adoption of {day}: the score that plain SQL gives", f"""
        {at}; with {PLAIN_SCORES}
        select account_id, p.score, x.score from product_adoption p full join plain x using (account_id)
        where (p.score is null) <> (x.score is null) or abs(p.score - x.score) > 0.0001
          or p.band is distinct from case when p.score < 40 then 'red' when p.score < 70 then 'yellow' when p.score >= 70 then 'green' end
        union all select null, count(score), null from product_adoption having count(score) < 20""")
    is_empty(f"product_adoption of {day}: each attribute has the points that plain SQL gives", f"""
        {at}; with {PLAIN_SCORES}
        select account_id, key, round(p.value::text::numeric, 3), x.points -> key from product_adoption
        join plain x using (account_id) cross join lateral jsonb_each(product_adoption.points) p
        where jsonb_typeof(p.value) <> jsonb_typeof(x.points -> key)
          or p.value <> 'null' and abs(p.value::numeric - (x.points -> key)::numeric) > 0.001""")
    is_empty(f"product_adoption of {day}: contributions add up to the score, twelve attributes and perhaps a cap", f"""
        {at}; select account_id, score, total, attributes from product_adoption cross join lateral (
          select sum(value::numeric) as total, count(*) filter (where key <> '(cap)') as attributes from jsonb_each(contributions)) c
        where score <> total or attributes > 12 or score is not null and (select count(*) from jsonb_object_keys(points)) <> 12""")
    is_empty(f"product_adoption of {day}: the reason costs most, and the next step gives what is promised", f"""
        {at}; select account_id, reason_key, reason_lost, next_best, next_gain from product_adoption p,
          lateral (select max(coalesce(lost, -contribution)) as lost, max(next_gain) as gain
                   from score_breakdown(rubric, metrics, as_of())) b
        where score is not null and (nullif(b.lost, 0) is distinct from reason_lost or nullif(b.gain, 0) is distinct from p.next_gain
          or p.next_gain > 0 and abs(adoption_score(rubric, to_jsonb(metrics) || jsonb_build_object(coalesce(next_best, ''),
            case when next_threshold ~ '^[0-9.]+$' or next_threshold in ('true', 'false') then next_threshold::jsonb
                 else to_jsonb(next_threshold) end) || case next_best when 'csm_sentiment'
              then jsonb_build_object('sentiment_on', as_of()) else '{{}}' end, as_of()) - score - p.next_gain) > 0.000001)""")
    is_empty(f"product_adoption of {day}: percentiles count who scores lower", f"""
        {at}; create temp table p as select account_id, score, percentile, health_score from product_adoption;
        select account_id, percentile from p where percentile is distinct from case when score is not null then
          (select count(*) from p o where o.score < p.score)::float8 / ((select count(score) from p) - 1) end""")
    is_empty(f"product_adoption of {day}: the old health score is 40 % utilisation and 60 % sentiment", f"""
        {at}; select account_id, health_score, band from product_adoption join account_metrics m using (account_id),
          lateral (select floor(least(utilisation, 1) * 1000000) / 10000 as u,
            case csm_sentiment when 'green' then 100 when 'yellow' then 50 when 'red' then 0 end as s) x
        where abs(health_score - case when s is null then u when u is null then s else 0.4 * u + 0.6 * s end) > 0.0001
          or (health_score is null) <> (m.status <> 'active' or num_nonnulls(u, s) = 0)""")
    same_rows(f"next_actions of {day}: what plain SQL triggers",
              "select account_id, play, priority from next_actions",
              """select account_id, x.* from account_metrics, lateral (
                   select play, priority from (values
                     ('cancellation', 1, cancellation_requested_on is not null),
                     ('late onboarding', 2, days_not_live > 45),
                     ('renewal at risk', 3, usage_dropped and days_to_renewal <= 120),
                     ('contract ran out', 4, days_to_renewal < 0),
                     ('set and forget', 5, quota_utilisation >= 0.4 and (coalesce(days_inactive >= 21, false) or coefficient <= 2)),
                     ('usage drop', 6, usage_dropped and coalesce(days_to_renewal > 120, true)),
                     ('near quota', 7, coalesce(utilisation >= 0.9, false) or coalesce(quota_utilisation >= 0.9, false)),
                     ('shelfware', 8, utilisation < 0.5 and days_since_signature > 90)) as r (play, priority, holds)
                   where holds) x where status = 'active'""", at)
    is_empty(f"customer_360 of {day} shows the rounded score, and the first of the next actions", f"""
        {at}; select account_id, c.adoption_score, c.next_action from customer_360 c join product_adoption p using (account_id)
        left join (select distinct on (account_id) account_id, action from next_actions order by account_id, priority, play) n using (account_id)
        where (c.adoption_score, c.adoption_band, c.adoption_reason) is distinct from (round(p.score, 1), p.band, p.reason)
          or c.next_action is distinct from n.action or (p.score is not null and c.status <> 'active')""")
is_empty("the stories call for their plays: late onboarding, set and forget, near quota, shelfware", """
    select story, account_id from demo_stories join account_metrics m using (account_id)
    where status = 'active' and not exists (
        select from next_actions n where n.account_id = m.account_id and replace(play, ' ', '_') = story)
      and (story = 'late_onboarding' and days_not_live > 45 or story = 'near_quota' and days_since_signature > 90
        or story = 'set_and_forget' and tier <> 'starter' and turns_on < as_of() - 60)""")
is_empty("adoption is high where the product is lived in, and low where it is shelfware", """
    with told as (select story, avg(score) as score from product_adoption join demo_stories using (account_id) group by story)
    select * from told where story in ('power', 'expansion', 'near_quota') and score < 65
      or story in ('shelfware', 'late_onboarding', 'silent_churn') and score > 50""")

# The record of every night, and the alerts over it.
psql("truncate score_history")
for day in DAYS:
    psql(f"set customer360.as_of = '{day}'; call record_scores(); update score_history set score = -1 where day = '{day}'; call record_scores()")
for day in DAYS:
    same_rows(f"score_history of {day}, recorded twice, is product_adoption as it stood, once a customer",
              f"select account_id, version, score, band, contributions, health_score from score_history where day = '{day}'",
              "select account_id, version, score, band, contributions, health_score from product_adoption", f"set customer360.as_of = '{day}'")
same_rows("alerts over the records of three days: who fell from well within yellow to red",
          "select account_id, from_score, to_score from alerts where kind = 'band' and to_band = 'red' and from_score between 45 and 69",
          """select account_id, before, score from (select *, lag(score) over (partition by account_id order by day) as before
               from score_history where score is not null) as records where before between 45 and 69 and score < 40""")

# Scores that wander over the borders of the bands for 120 days, with nights that are missing, walked in Python.
psql("""truncate score_history; insert into score_history (account_id, day, version, score)
    select a, date '2025-11-01' + n, case when n < 61 then '2025-01' else '2026-01' end,
      case when n % 17 <> a % 17 then round((55 + 22 * sin(n / 9.0 + a) + mod(hashint4(n * 131 + a), 1000) / 90.0)::numeric, 3) end
    from generate_series(1, 40) as a, generate_series(0, 119) as n where (n + a) % 13 <> 0;
    insert into score_history (account_id, day, version, score)
    select 41, date '2026-01-01' + n::int, '2026-01', (array[71, 70, 69.9, 70, 72.999, 73, 70, 40, 39.999, 40, 44.9, 72, 45, 73, 42])[n]
    from generate_series(1, 15) as n""")


def band_of(score, before):
    """The band after `before`: who comes from below gets into yellow at 45 and into green at 73."""
    standing = 2 if score >= 70 else 1 if score >= 40 else 0
    reached = 2 if score >= 73 else 1 if score >= 45 else 0
    return standing if before is None or standing <= before else max(before, reached)


def expected_alerts():
    rows = [line.split("|") for line in psql("""select account_id, day - date '2000-01-01', version, score from score_history
                                                where score is not null order by 1, 2""").splitlines()]
    labels, found, account = ("red", "yellow", "green"), [], None
    for account_id, day, version, score in ((int(a), int(d), v, float(s)) for a, d, v, s in rows):
        if account_id != account:
            account, held, history, lost_before, version_before = account_id, None, [], 0, version
        if version != version_before:
            lost_before = 0
        before, held = held, band_of(score, held if version == version_before else None)
        history.append((day, version, score))
        lost = max(s for d, v, s in history if d >= day - 30 and v == version) - score
        if before is not None and held < before:
            found.append(f"{account_id}|{day}|band|{labels[before]}|{labels[held]}")
        if lost > 10 - 1e-9 and lost_before < 10 - 1e-9:
            found.append(f"{account_id}|{day}|drop||{labels[band_of(score, None)]}")
        lost_before, version_before = lost, version
    return sorted(found)


seen = sorted(psql("""select account_id, day - date '2000-01-01', kind, case kind when 'band' then from_band end, to_band
                      from alerts""").splitlines())
wanted = expected_alerts()
report(seen == wanted and len(seen) > 100, "alerts: bands with hysteresis and drops, as a walk in Python finds them",
       "\n".join(sorted(set(seen) ^ set(wanted))) or "too few alerts")
is_empty("alerts: a score on the border alerts when it falls, and not again before it was well above", """
    select * from (select array_agg(day order by day) as days from alerts where account_id = 41 and kind = 'band') as a
    where days <> '{2026-01-04,2026-01-09,2026-01-10,2026-01-16}'""")
same_rows("alerts as of a day know no later record", "select * from alerts",
          "select * from before", "set customer360.as_of = '2026-01-20'",
          "create temp table before as select * from alerts where day <= '2026-01-20'")
psql("truncate score_history")

# What announced churn.
psql("truncate metric_history")
for day in ("2025-09-01", "2025-12-31", "2026-01-01", "2026-03-31"):
    psql(f"set customer360.as_of = '{day}'; call record_metrics(); update metric_history set metrics = '{{}}' where day = '{day}'; call record_metrics()")
    same_rows(f"metric_history of {day}, recorded twice, is account_metrics as it stood, once a customer",
              f"select account_id, metrics from metric_history where day = '{day}'",
              "select account_id, to_jsonb(m) from account_metrics m", f"set customer360.as_of = '{day}'")
for day, measured in zip(DAYS, ("2026-03-31", "2025-12-31", "2025-09-01")):
    at = f"set customer360.as_of = '{day}'"
    plain_churn = f"""
        with asked as (
          select account_id, metrics, exists (select from generate_series(date '{measured}', date '{day}', '1 day') as d where not exists (
              select from subscriptions s where s.account_id = h.account_id and s.valid @> d::date)) as churned
          from metric_history h where day = '{measured}' and metrics ->> 'status' = 'active'),
        valued as (
          select churned, key, case value when 'true' then 1 when 'false' then 0 when '"red"' then 0 when '"yellow"' then 2.5 when '"green"' then 5
              else value::text::numeric end as value
          from asked, jsonb_each(metrics) where key not in ('account_id', 'csm') and (value::text ~ '^-?[0-9.]+$'
            or value in ('true', 'false', '"red"', '"yellow"', '"green"'))),
        ranked as (
          select *, rank() over w + (count(*) over (partition by key, value) - 1) / 2.0 as middle from valued window w as (partition by key order by value))"""
    same_rows(f"metric_predictiveness of {day}: AUC by mid-ranks and corr() of the metrics of {measured}",
              "select metric, measured_on, customers, churned, r, auc, direction from metric_predictiveness",
              plain_churn + f""" select key, date '{measured}', count(*), count(*) filter (where churned),
                    round(corr(value, churned::int)::numeric, 4), round(auc, 4), case when auc > 0.5 then 'higher' when auc < 0.5 then 'lower' end
                  from (select *, (sum(case when churned then middle end) over k - g * (g + 1) / 2.0) / nullif(g * (n - g), 0) as auc
                        from (select *, count(*) over (partition by key) as n, count(*) filter (where churned) over (partition by key) as g from ranked) c
                        window k as (partition by key)) as counted
                  group by key, auc""", at)
    is_empty(f"metric_predictiveness of {day}: the weights of the rubrics valid on it, the most telling metric first", f"""
        {at}; select metric, adoption_weight, health_weight from metric_predictiveness p full join (
          select key, max(weight) filter (where name = 'product_adoption') as adoption, max(weight) filter (where name = 'health') as health
          from (select name, m ->> 'key' as key, (m ->> 'weight')::numeric as weight
                from score_rubrics, jsonb_array_elements(rubric -> 'metrics') m where valid @> date '{day}') w group by key) w on key = metric
        where (adoption_weight, health_weight) is distinct from (adoption, health) and (metric is not null or adoption is null)
        union all select metric, auc, before from (select metric, auc, lag(abs(auc - 0.5)) over () as before from metric_predictiveness) o
        where abs(auc - 0.5) > before + 0.0001 or before is null and auc is null""")
    same_rows(f"what happened after {day} changes no row of metric_predictiveness",
              "select * from before_deletion", "select * from metric_predictiveness", at,
              f"""begin; set local customer360.as_of = '{day}'; create temp table before_deletion as select * from metric_predictiveness;
                  delete from metric_history where day > '{day}'; {forget_after(day)}""")
is_empty("metric_predictiveness looks back 90 days or more, or has no row", """
    set customer360.as_of = '2025-11-29'; select * from metric_predictiveness;
    set customer360.as_of = '2026-03-30'; select metric, measured_on from metric_predictiveness where measured_on <> '2025-09-01'""")
is_empty("metric_predictiveness: a day without a subscription is churn, also for who came back on the next", """
    begin; create temp table before as select churned from metric_predictiveness where metric = 'mrr';
    create temp table one as select account_id from csm_accounts where status = 'active' and account_id in (
      select account_id from subscriptions group by account_id having range_agg(valid) @> daterange('2026-03-31', '2026-07-01')) limit 1;
    delete from subscriptions where account_id in (table one);
    insert into subscriptions select 10000000 + n, account_id, null, 'platform', (array['[2020-01-01,2026-05-01)', '[2026-05-02,)'])[n]::daterange,
      1, 1, 'month', 1 from one, generate_series(1, 2) as n;
    select p.churned, b.churned from metric_predictiveness p, before b where p.metric = 'mrr' and p.churned <> b.churned + 1;
    update subscriptions set valid = case when subscription_id = 10000001 then daterange('2020-01-01', '2026-06-30') else 'empty' end
      where subscription_id in (10000001, 10000002);
    select 'today', p.churned, b.churned from metric_predictiveness p, before b where p.metric = 'mrr' and p.churned <> b.churned + 1;
    update subscriptions set valid = '[2020-01-01,2026-07-01)' where subscription_id = 10000001;
    select p.churned, b.churned from metric_predictiveness p, before b where p.metric = 'mrr' and p.churned <> b.churned""")
psql("truncate metric_history; set customer360.as_of = '2026-03-31'; call record_metrics()")

# Who speaks with whom, and the Customer 360 table above all the others.
for day in DAYS:
    at = f"set customer360.as_of = '{day}'"
    same_rows(f"account_engagement of {day}: contacts, tasks and requests of plain SQL",
              """select account_id, csm, tam, last_contact_on, days_since_contact, touchpoints_90d::int, minutes_90d::int, high_impact_share, last_review_on,
                   tasks_open::int, tasks_delayed::int, requests_open::int, blocking_requests::int from account_engagement""",
              f"""select a.account_id,
                    (select name from team_members where member_id = coalesce((select member_id from account_team where account_id = a.account_id
                       and role = 'csm' and valid @> date '{day}' order by lower(valid) desc limit 1), a.csm_id)),
                    (select name from team_members where member_id = coalesce((select member_id from account_team where account_id = a.account_id
                       and role = 'tam' and valid @> date '{day}' order by lower(valid) desc limit 1), a.tam_id)),
                    p.last::date, date '{day}' - p.last::date, p.touches::int, p.minutes::int,
                    case when p.touches > 0 then round(p.high * 1.0 / p.touches, 4) end, p.review::date, k.tasks::int, k.late::int, r.asked::int, r.blockers::int
                  from accounts a,
                    lateral (select max(happened_at) as last, max(happened_at) filter (where kind in ('business_review', 'executive_review')) as review,
                        count(*) filter (where happened_at::date > date '{day}' - 90) as touches,
                        coalesce(sum(minutes) filter (where happened_at::date > date '{day}' - 90), 0) as minutes,
                        count(*) filter (where happened_at::date > date '{day}' - 90 and is_high_impact) as high
                      from csm_touchpoints t where t.account_id = a.account_id and happened_at::date <= '{day}') as p,
                    lateral (select count(*) as tasks, count(*) filter (where due_on < '{day}') as late from csm_tasks t
                      where t.account_id = a.account_id and created_on <= '{day}' and coalesce(done_on, 'infinity') > '{day}') as k,
                    lateral (select count(*) as asked, count(*) filter (where importance = 'blocker') as blockers
                      from product_request_accounts q join product_requests using (request_id)
                      where q.account_id = a.account_id and asked_on <= '{day}' and coalesce(shipped_on, 'infinity') > '{day}') as r
                  where a.signed_on <= '{day}'""", at)
    same_rows(f"customer_360 of {day}: onboarding, support, engagement, feedback and scores are those of their views",
              """select account_id, region, tam, adoption_percentile, next_best, health_score, health_band, onboarding_status, days_to_go_live, days_to_value,
                   milestones_on_time_rate, training_attendance_rate, open_tickets, open_over_30_days, tickets_90d, tickets_per_1000_arr, has_burst,
                   incident_rate, first_contact_resolution_rate, calls_per_1000_arr, minutes_per_1000_arr, days_since_contact, touchpoints_90d,
                   high_impact_share, tasks_open, tasks_delayed, requests_open, blocking_requests, nps, csat, ces, is_trending_down, csm_sentiment
                 from customer_360""",
              """select p.account_id, a.region, e.tam, round(percentile::numeric, 4), next_best, round(health_score, 1), health_band,
                   o.status, o.days_to_go_live, o.days_to_value, o.milestones_on_time_rate, o.training_attendance_rate, open_tickets, open_over_30_days,
                   tickets_90d, tickets_per_1000_arr, has_burst, incident_rate, first_contact_resolution_rate, calls_per_1000_arr, minutes_per_1000_arr,
                   days_since_contact, touchpoints_90d, high_impact_share, tasks_open, tasks_delayed, requests_open, blocking_requests,
                   f.nps, f.csat, f.ces, f.is_trending_down, m.csm_sentiment
                 from product_adoption p join accounts a using (account_id) join account_metrics m using (account_id)
                 left join (select *, row_number() over (partition by account_id order by signed_on desc, onboarding_id desc) as latest from onboarding) o
                   on o.account_id = p.account_id and latest = 1
                 left join account_support s on s.account_id = p.account_id left join account_engagement e on e.account_id = p.account_id
                 left join feedback f on f.account_id = p.account_id""", at)

recomputed = {name: next(ROOT.glob(f"views/*/{name}.sql")).read_text() for name in ("activity_daily", "user_activity")}
late_events = """begin;
    insert into product_events select (select max(event_id) from product_events) + row_number() over (order by event_id),
      account_id, user_id, feature_id, event_name, occurred_at - interval '5 days', now()
    from product_events where event_id % 7 = 0;
    call refresh_activity(); call refresh_activity()"""
for name, select in recomputed.items():
    same_rows(f"{name}, refreshed twice after late events, equals its recomputation",
              f"select * from {name}", select.rstrip().rstrip(";"), "", late_events)

print(f"1..{tests}")
