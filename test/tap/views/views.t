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


def forget_support_after(day):
    """The same for tickets, messages, calls, answers and events."""
    ends = f"timestamptz '{day}' + interval '1 day'"
    return f"""delete from ticket_messages where sent_at >= {ends};
               delete from ticket_status_changes where changed_at >= {ends};
               delete from survey_responses where responded_at >= {ends};
               delete from survey_responses where ticket_id in (select ticket_id from support_tickets where opened_at >= {ends});
               delete from support_tickets where opened_at >= {ends};
               delete from calls where started_at >= {ends};
               delete from team_members where hired_on > '{day}'
                 and member_id not in (select member_id from account_team union select member_id from csm_touchpoints union
                   select member_id from csm_tasks union select owner_id from onboarding_projects where owner_id is not null union
                   select trainer_id from trainings where trainer_id is not null union select member_id from csm_sentiment union
                   select owner_id from support_tickets where owner_id is not null union
                   select csm_id from accounts where csm_id is not null union select tam_id from accounts where tam_id is not null union
                   select member_id from calls where member_id is not null);
               delete from product_events where occurred_at >= {ends};
               truncate activity_daily, user_activity;
               update rollup_progress set last_event_id = 0;
               call refresh_activity()"""


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

def forget_journey_after(day):
    """The same for the tables of the journey."""
    return f"""delete from subscriptions where lower(valid) > '{day}';
               update subscriptions set valid = daterange(lower(valid), null) where upper(valid) > date '{day}' + 1;
               delete from onboarding_milestones where onboarding_id in (select onboarding_id from onboarding_projects where signed_on > '{day}');
               update onboarding_milestones set done_on = null where done_on > '{day}';
               delete from onboarding_projects where signed_on > '{day}';
               update onboarding_projects set live_on = null where live_on > '{day}';
               update onboarding_projects set first_value_on = null where first_value_on > '{day}';
               update training_attendance set attended = null where training_id in (select training_id from trainings where held_on > '{day}');
               delete from lifecycle_stages where entered_at >= date '{day}' + 1"""


# One of each error of data entry that the views must bear, and a customer who left before the go-live.
psql("""alter table warehouse.onboarding_projects add live_at timestamptz, add status text; alter table warehouse.trainings add signed_on date;
        update onboarding_projects set first_value_on = signed_on - 3 where onboarding_id = 7;
        update onboarding_projects set owner_id = null where onboarding_id = 8;
        update onboarding_projects set live_on = null where onboarding_id in (
          select min(o.onboarding_id) from onboarding_projects o join subscriptions s using (account_id)
          group by account_id having count(distinct o.onboarding_id) = 1 and max(coalesce(upper(valid), 'infinity')) < '2026-03-01');
        delete from onboarding_milestones where onboarding_id = 9;
        insert into trainings (training_id, account_id, title, held_on) values (1000001, 1, 'nobody invited', '2026-03-01')""")
for day in DAYS:
    at = f"set customer360.as_of = '{day}'"
    report(psql(f"""
      drop table if exists public.spells;
      create table public.spells as
      select o.*, case when o.live_on <= '{day}' then o.live_on end as live, case when o.first_value_on <= '{day}' then o.first_value_on end as value,
        (select 12 * sum(mrr) from subscriptions s where s.account_id = o.account_id and s.valid @> date '{day}'
           and o.onboarding_id = (select p.onboarding_id from onboarding_projects p where p.account_id = s.account_id and p.signed_on <= '{day}'
             order by p.signed_on <= lower(s.valid) desc, abs(p.signed_on - lower(s.valid)) limit 1)) as arr,
        (select case when bool_and(coalesce(upper(s.valid), 'infinity') <= '{day}') then max(upper(s.valid)) end from subscriptions s
         where s.account_id = o.account_id and lower(s.valid) <= '{day}' and (upper(s.valid) <= o.signed_on) is not true
           and o.onboarding_id = (select p.onboarding_id from onboarding_projects p where p.account_id = s.account_id and p.signed_on <= '{day}'
             order by p.signed_on <= lower(s.valid) desc, abs(p.signed_on - lower(s.valid)) limit 1)) as gone
      from onboarding_projects o where o.signed_on <= '{day}';
      alter table public.spells add state text;
      update public.spells set state = case
          when live < signed_on then 'invalid' when live - signed_on > 90 then 'live_late' when live is not null then 'live'
          when gone is not null then 'left' when date '{day}' - signed_on > 90 then 'overdue' when date '{day}' - signed_on >= 45 then 'watch'
          else 'onboarding' end""") == "", f"onboardings of {day} in plain SQL")
    same_rows(f"onboarding of {day}: status, days and ARR of plain SQL",
              """select onboarding_id, account, segment, owner, live_on, status, days_to_go_live, days_open, days_behind_plan, days_to_value, left_on,
                   arr from onboarding""",
              f"""select onboarding_id, a.name, a.segment, (select name from team_members where member_id = owner_id), live, state,
                    case when state like 'live%' then live - o.signed_on end,
                    case when state in ('onboarding', 'watch', 'overdue') then date '{day}' - o.signed_on end,
                    case when state like 'live%' then live - planned_live_on
                         when state in ('onboarding', 'watch', 'overdue') then date '{day}' - planned_live_on end,
                    case when value >= o.signed_on then value - o.signed_on end, gone, coalesce(arr, 0)
                  from public.spells o join accounts a using (account_id)""", at)
    same_rows(f"onboarding of {day}: milestones on time, and attendance of the trainings held",
              """select onboarding_id, milestones, milestones_done, milestones_on_time, milestones_overdue, milestones_on_time_rate,
                   next_milestone, next_milestone_due_on, trainings_held, training_invitations, training_attended, training_attendance_rate
                 from onboarding""",
              f"""with steps as (
                    select onboarding_id, done_on, due_on, coalesce(done_on, 'infinity') > '{day}' as is_open from onboarding_milestones),
                  held as (
                    select (select p.onboarding_id from onboarding_projects p where p.account_id = t.account_id and p.signed_on <= '{day}'
                       order by p.signed_on <= t.held_on desc, abs(p.signed_on - t.held_on) limit 1) as onboarding_id, t.training_id
                    from trainings t where held_on <= '{day}'),
                  came as (select h.onboarding_id, attended from held h join training_attendance using (training_id) where attended is not null)
                  select o.onboarding_id, m.steps, m.done, m.on_time, m.overdue, case when m.done + m.overdue > 0 then round(m.on_time * 1.0 / (m.done + m.overdue), 4) end,
                    n.milestone, n.due_on, h.sessions, c.invited, c.came, case when c.invited > 0 then round(c.came * 1.0 / c.invited, 4) end
                  from public.spells o,
                    lateral (select count(*) as steps, count(*) filter (where not is_open) as done,
                        count(*) filter (where not is_open and done_on <= due_on) as on_time, count(*) filter (where is_open and due_on < '{day}') as overdue
                      from steps s where s.onboarding_id = o.onboarding_id) as m
                    left join lateral (select milestone, due_on from onboarding_milestones s
                      where s.onboarding_id = o.onboarding_id and coalesce(done_on, 'infinity') > '{day}' order by due_on, position limit 1) as n on true,
                    lateral (select count(*) as sessions from held h where h.onboarding_id = o.onboarding_id) as h,
                    lateral (select count(*) as invited, count(*) filter (where attended) as came from came c where c.onboarding_id = o.onboarding_id) as c""", at)
    same_rows(f"onboarding_summary of {day}: who came in, who went live, who is open",
              """select quarter, segment, signed, invalid, went_live, went_live_in_time, in_time_rate, left_before_live, open_at_end, overdue_at_end, with_value,
                   share_without_value, biased_mean_days_to_value from onboarding_summary where signed + went_live + left_before_live + open_at_end > 0""",
              f"""with quarters as (
                    select q::date as first, least((q + interval '3 months')::date - 1, date '{day}') as last
                    from generate_series(date_trunc('quarter', (select min(signed_on) from public.spells)::timestamp), timestamp '{day}', '3 months') as q),
                  counted as (
                    select first, g as segment, count(*) filter (where o.signed_on between first and last) as signed,
                      count(*) filter (where o.signed_on between first and last and state = 'invalid') as invalid,
                      count(*) filter (where state ~ '^live' and live between first and last) as went_live,
                      count(*) filter (where state = 'live' and live between first and last) as in_time,
                      count(*) filter (where state = 'left' and gone between first and last) as gone,
                      count(*) filter (where o.signed_on <= last and (live is null or live > last) and (state <> 'left' or gone > last)) as open,
                      count(*) filter (where o.signed_on <= last - 91 and (live is null or live > last) and (state <> 'left' or gone > last)) as overdue,
                      count(*) filter (where o.signed_on between first and last and value >= o.signed_on) as reached,
                      avg(value - o.signed_on) filter (where o.signed_on between first and last and value >= o.signed_on) as mean
                    from quarters, public.spells o join accounts a using (account_id), unnest(array[a.segment, 'all']) as g
                    group by first, g)
                  select first, segment, signed, invalid, went_live, in_time, round(in_time * 1.0 / nullif(went_live, 0), 4), gone, open, overdue, reached,
                    round((signed - reached) * 1.0 / nullif(signed, 0), 4), round(mean, 1)
                  from counted where signed + went_live + gone + open > 0""", at)
    same_rows(f"onboarding_summary of {day}: medians and the 90 days by a product limit in plain SQL",
              """select quarter, segment, median_days_to_go_live, median_days_to_value, value_within_90_days from onboarding_summary where signed > 0""",
              f"""with observed as (
                    select date_trunc('quarter', o.signed_on::timestamp)::date as quarter, g as segment, kind, case when reached then "end" - o.signed_on
                        else least(gone, date '{day}') - o.signed_on end as days, reached
                    from public.spells o join accounts a using (account_id), unnest(array[a.segment, 'all']) as g,
                      lateral (values ('live', live, live is not null), ('value', value, value is not null)) as v (kind, "end", reached)
                    where (reached and "end" < o.signed_on) is not true),
                  points as (
                    select quarter, segment, kind, days, count(*) filter (where reached) as d,
                      sum(count(*)) over (partition by quarter, segment, kind order by days desc) as n
                    from observed group by quarter, segment, kind, days),
                  estimated as (
                    select *, case when bool_or(d = n) over w then 0 else exp(sum(ln(nullif(1 - d / n, 0))) over w) end as s
                    from points window w as (partition by quarter, segment, kind order by days))
                  select quarter, segment, min(days) filter (where kind = 'live' and round(s, 10) <= 0.5), min(days) filter (where kind = 'value' and round(s, 10) <= 0.5),
                    case when quarter + interval '3 months' - interval '1 day' + interval '90 days' <= date '{day}'
                           and (max(days) filter (where kind = 'value') >= 90 or min(s) filter (where kind = 'value') = 0)
                      then round(1 - coalesce(min(s) filter (where kind = 'value' and days <= 90), 1), 4) end
                  from estimated group by quarter, segment""", at)
    is_empty(f"onboarding_summary of {day}: who was open, came, left and went live adds up to who is open; the segments to all", f"""
        {at}; select quarter, segment, open_at_end from (
          select *, lag(open_at_end, 1, 0::bigint) over (partition by segment order by quarter) as before,
            sum(case segment when 'all' then -signed else signed end) over (partition by quarter) as signed_difference,
            sum(case segment when 'all' then -open_at_end else open_at_end end) over (partition by quarter) as open_difference
          from onboarding_summary) as s
        where before + signed - invalid - went_live - left_before_live <> open_at_end or signed_difference <> 0 or open_difference <> 0
          or overdue_at_end > open_at_end or is_finished <> ((quarter + interval '3 months')::date <= date '{day}' + 1)""")
    is_empty(f"onboarding, customer_360 and onboarding_summary of {day} agree on ARR and on who is open", f"""
        {at}; select o.arr, c.arr, o.open, s.open_at_end from (select sum(arr) as arr, count(days_open) as open from onboarding) o,
          (select sum(arr) as arr from customer_360) c,
          (select open_at_end from onboarding_summary where segment = 'all' order by quarter desc limit 1) s
        where o.arr is distinct from c.arr or o.open <> s.open_at_end""")
    same_rows(f"journey of {day}: time per stage as lead() finds it",
              "select account_id, stage, first_entered_on, total, days, visits, is_current from journey",
              f"""with stays as (
                    select account_id, stage, entered_at, lead(entered_at, 1, timestamptz '{day} 00:00' + interval '1 day') over w - entered_at as time,
                      lead(entered_at) over w is null as is_last
                    from lifecycle_stages where entered_at < timestamptz '{day} 00:00' + interval '1 day' window w as (partition by account_id order by entered_at))
                  select account_id, stage, min(entered_at)::date, sum(time), round(extract(epoch from sum(time)) / 86400, 1), count(*), bool_or(is_last)
                  from stays group by account_id, stage""", at)
    is_empty(f"journey of {day}: one current stage an account, and the shares are a whole", f"""
        {at}; select account_id from journey group by account_id
        having count(*) filter (where is_current) <> 1 or abs(sum(share_of_time) - 1) > 0.001""")
    for name in ("onboarding", "onboarding_summary", "journey"):
        same_rows(f"what happened after {day} changes no row of {name}", "select * from before_deletion", f"select * from {name}", at,
                  f"""begin; set local customer360.as_of = '{day}'; create temp table before_deletion as select * from {name}; {forget_journey_after(day)}""")
is_empty("the onboardings that test the views are there", """
    select * from (select count(*) filter (where status = 'left') as gone, count(*) filter (where status = 'invalid') as invalid,
                     count(*) filter (where first_value_on < signed_on and days_to_value is null) as early, count(*) filter (where owner is null) as unowned,
                     count(*) filter (where milestones = 0) as unplanned from onboarding) as o
    where 0 in (gone, invalid, early, unowned, unplanned)""")
psql("drop table public.spells")
for day in DAYS:
    at = f"set customer360.as_of = '{day}'"
    ends = f"(timestamptz '{day}' + interval '1 day')"
    # The state of a ticket at an instant, in plain SQL.
    state_at = "(select c.status from ticket_status_changes c where c.ticket_id = t.ticket_id and c.changed_at < {} order by c.changed_at desc limit 1)"
    same_rows(f"tickets of {day}: state, age, messages and resolution of plain SQL",
              """select ticket_id, account_id, owner_id, status, is_open, age_days, is_open_over_30_days, open_days, messages, agent_replies,
                   messages_per_open_day, reopenings::int, solved_at, hours_to_resolution, is_first_contact_resolution, last_change_at from tickets""",
              f"""with
                    stated as (
                      select t.*, {state_at.format(ends)} as status,
                        -- Changes alternate between open and solved.
                        (select sum(case c.status when 'solved' then 1 else -1 end * extract(epoch from c.changed_at)) from ticket_status_changes c
                         where c.ticket_id = t.ticket_id and c.changed_at < {ends}) as epochs,
                        (select count(*)::int from ticket_status_changes c
                         where c.ticket_id = t.ticket_id and c.changed_at < {ends} and c.status = 'reopened') as reopenings,
                        (select max(c.changed_at) from ticket_status_changes c where c.ticket_id = t.ticket_id and c.changed_at < {ends}) as changed_at
                      from support_tickets t where t.opened_at < {ends}),
                    written as (
                      select s.*, (epochs + case when status <> 'solved' then extract(epoch from {ends}) else 0 end) / 86400 as open_days,
                        (select count(*) from ticket_messages m where m.ticket_id = s.ticket_id and m.sent_at < {ends}) as messages,
                        (select count(*) from ticket_messages m where m.ticket_id = s.ticket_id and m.sent_at < {ends} and m.author = 'agent') as replies,
                        (select max(sent_at) from ticket_messages m where m.ticket_id = s.ticket_id and m.sent_at < {ends}) as sent_at
                      from stated s)
                  select ticket_id, account_id, owner_id, status, status <> 'solved', case when status <> 'solved' then date '{day}' - opened_at::date end,
                    status <> 'solved' and opened_at::date < date '{day}' - 30, round(open_days, 4), messages, replies,
                    round(messages / greatest(open_days, 1), 4), reopenings, case when status = 'solved' then changed_at end,
                    case when status = 'solved' then round(extract(epoch from changed_at - opened_at) / 3600, 2) end,
                    case when status = 'solved' then replies = 1 and reopenings = 0 end, greatest(sent_at, changed_at)
                  from written""", at)
    # Medians of eight weeks by array_agg, and open tickets at the ends of ten weeks.
    same_rows(f"ticket_load of {day}: open tickets at the ends of weeks, and their owners' usual weeks",
              """select owner_id, owner, role, open_tickets::int, share_of_mean, open_over_30_days::int, unchanged::int, messages_per_open_day, net_new::int,
                   usual_net_new, z, is_spike from ticket_load""",
              f"""with
                    owners as (
                      select member_id, name, role from team_members m where role <> 'csm' and hired_on <= '{day}' and coalesce(left_on, 'infinity') > '{day}'
                      union select member_id, name, role from support_tickets t left join team_members on member_id = owner_id
                      where t.opened_at < {ends} and {state_at.format(ends)} <> 'solved'),
                    at_ends as (
                      select o.member_id, ago, (select count(*) from support_tickets t where t.owner_id is not distinct from o.member_id
                          and {state_at.format(f"{ends} - ago * interval '7 days'")} <> 'solved')::int as open
                      from owners o, generate_series(0, 9) as ago),
                    net as (select a.member_id, a.ago, a.open - b.open as net from at_ends a join at_ends b
                              on b.member_id is not distinct from a.member_id and b.ago = a.ago + 1),
                    medians as (select n.*, x.median from net n, lateral (
                        select (sorted[4] + sorted[5]) / 2.0 as median
                        from (select array_agg(w.net order by w.net) as sorted from net w where w.ago > 0 and w.member_id is not distinct from n.member_id) s) x),
                    scored as (select m.*, (m.net - m.median) / greatest(1, 1.4826 * (
                        select (sorted[4] + sorted[5]) / 2.0 from (select array_agg(abs(w.net - w.median) order by abs(w.net - w.median)) as sorted
                          from medians w where w.ago > 0 and w.member_id is not distinct from m.member_id) s)) as z from medians m where ago = 0),
                    carried as (
                      select o.member_id, count(t.ticket_id)::int as open, count(*) filter (where t.age_days > 30)::int as old,
                        count(*) filter (where not exists (select from ticket_messages m where m.ticket_id = t.ticket_id and m.sent_at >= {ends} - interval '7 days' and m.sent_at < {ends})
                          and not exists (select from ticket_status_changes c where c.ticket_id = t.ticket_id and c.changed_at >= {ends} - interval '7 days' and c.changed_at < {ends})
                          and t.ticket_id is not null)::int as unchanged,
                        sum(t.messages) / sum(greatest(t.open_days, 1)) as messages
                      from owners o left join tickets t on t.owner_id is not distinct from o.member_id and t.is_open group by o.member_id)
                  select o.member_id, o.name, o.role, c.open,
                    round(c.open / nullif((select avg(d.open) from owners p join carried d on d.member_id is not distinct from p.member_id where p.role is not distinct from o.role), 0), 4),
                    c.old, c.unchanged, round(c.messages, 4), s.net, s.median, round(s.z, 4), s.z >= 2
                  from owners o join carried c on c.member_id is not distinct from o.member_id join scored s on s.member_id is not distinct from o.member_id""", at)
    is_empty(f"ticket_load of {day}: its open tickets are those of tickets, and net_new is opened less solved", f"""
        {at}; select sum(open_tickets) from ticket_load having sum(open_tickets) <> (select count(*) from tickets where is_open)
          or bool_or(net_new <> opened - solved) or sum(open_over_30_days) <> (select count(*) from tickets where is_open_over_30_days)""")
    same_rows(f"feedback of {day}: scores of plain SQL, silent customers included",
              """select account_id, responses::int, responses_90d::int, last_response_on, nps_responses::int, nps, nps_margin, nps_90d, csat_responses::int, csat, csat_90d,
                   ces_responses::int, ces, ces_top_box_share, ces_90d, csm_sentiment, sentiment_on from feedback""",
              f"""with r as (select *, responded_at::date as day, case when score >= 9 then 100.0 when score <= 6 then -100 else 0 end as vote,
                      (score >= scale - 1)::int::numeric as satisfied
                    from survey_responses where responded_at < {ends}),
                    year as (select * from r where day > date '{day}' - 365), quarter as (select * from r where day > date '{day}' - 90)
                  select a.account_id, (select count(*)::int from year y where y.account_id = a.account_id),
                    (select count(*)::int from quarter q where q.account_id = a.account_id), (select max(day) from r where r.account_id = a.account_id),
                    n.n, n.nps, n.margin, (select round(avg(vote), 2) from quarter q where q.account_id = a.account_id and survey = 'nps'),
                    c.n, c.csat, (select round(avg(satisfied), 4) from quarter q where q.account_id = a.account_id and survey = 'csat'),
                    e.n, e.mean, e.best, (select round(avg(score), 4) from quarter q where q.account_id = a.account_id and survey = 'ces'),
                    j.sentiment, j.observed_on
                  from accounts a,
                    lateral (select count(*)::int as n, round(avg(vote), 2) as nps, round(1.96 * stddev_samp(vote) / sqrt(count(*)::numeric), 2) as margin
                      from year y where y.account_id = a.account_id and survey = 'nps') as n,
                    lateral (select count(*)::int as n, round(avg(satisfied), 4) as csat from year y where y.account_id = a.account_id and survey = 'csat') as c,
                    lateral (select count(*)::int as n, round(avg(score), 4) as mean, round(avg((score >= case scale when 5 then 4 else 5 end)::int), 4) as best
                      from year y where y.account_id = a.account_id and survey = 'ces') as e
                    left join lateral (select * from csm_sentiment s where s.account_id = a.account_id and observed_on <= '{day}'
                      order by observed_on desc limit 1) as j on true
                  where a.signed_on <= '{day}'""", at)
    is_empty(f"feedback of {day}: the trend is that of regr_slope and corr, both directions among them", f"""
        {at}; with plain as (
          select account_id, count(*) as n, 30 * regr_slope(part, day) as slope, corr(part, day) as r from (
            select account_id, date '{day}' - responded_at::date as ago, -(date '{day}' - responded_at::date) as day,
              (score - (survey <> 'nps')::int) / (scale - (survey <> 'nps')::int)::float8 as part
            from survey_responses where responded_at < {ends} and responded_at >= {ends} - interval '365 days') as answers
          group by account_id),
        known as (select *, r * sqrt((n - 2) / nullif(1 - r * r, 0)) as t from plain where n >= 3 and slope is not null),
        compared as (
          select f.account_id, f.trend_per_30_days, k.slope, f.trend_t, k.t, f.trend, f.is_trending_down,
            case when k.account_id is null then f.trend is null and f.trend_per_30_days is null and f.is_trending_down is null
                 else abs(f.trend_per_30_days::float8 - k.slope) < 1e-4 and f.is_trending_down = (f.trend = 'down')
                   and (abs(k.t) > 1e6 or k.t is null or f.trend_t is null or abs(f.trend_t::float8 - k.t) < 0.02)
                   and (abs(abs(k.t) - 2) < 1e-3 or k.r is null or f.trend = case when k.t >= 2 then 'up' when k.t <= -2 then 'down' when k.t is null then case when k.r > 0 then 'up' else 'down' end else 'flat' end)
            end as same
          from feedback f left join known k using (account_id))
        select account_id::text, trend_per_30_days, slope, trend_t, t, trend from compared where same is not true
        union all select 'no direction', null, null, null, null, null from compared having count(distinct trend) < 3""")
    same_rows(f"account_support of {day}: tickets, bursts, resolution and calls of plain SQL, quiet customers included",
              """select account_id, arr, open_tickets::int, open_over_30_days::int, oldest_open_days, tickets_90d::int, tickets_per_1000_arr, incidents_90d::int, incident_rate,
                   max_burst_7d, has_burst, solved_90d::int, reopened_90d::int, first_contact_resolution_rate, median_hours_to_resolution, calls_30d::int, call_minutes_30d,
                   calls_per_1000_arr, minutes_per_1000_arr, logins_30d, active_users_30d::int, logins_per_1000_arr, users_per_1000_arr from account_support""",
              f"""with
                    t as (select * from tickets),
                    recent as (select * from support_tickets where opened_at < {ends} and opened_at >= {ends} - interval '90 days'),
                    solved as (select * from t where solved_at >= {ends} - interval '90 days'),
                    events as (select account_id, count(*) filter (where event_name = 'login')::int as logins, count(distinct user_id)::int as users
                               from product_events where occurred_at < {ends} and occurred_at >= {ends} - interval '30 days' group by account_id),
                    counted as (
                      select a.account_id, (select coalesce(12 * sum(mrr), 0) from subscriptions s where s.account_id = a.account_id and valid @> date '{day}') as arr,
                        (select count(*)::int from t where t.account_id = a.account_id and t.is_open) as open,
                        (select count(*)::int from t where t.account_id = a.account_id and t.is_open and opened_at::date < date '{day}' - 30) as old,
                        (select date '{day}' - min(opened_at)::date from t where t.account_id = a.account_id and t.is_open) as oldest,
                        (select count(*)::int from recent r where r.account_id = a.account_id) as tickets,
                        (select count(*)::int from recent r where r.account_id = a.account_id and kind = 'incident') as incidents,
                        (select coalesce(max((select count(*) from recent n where n.account_id = r.account_id and n.opened_at >= r.opened_at
                           and n.opened_at < r.opened_at + interval '168 hours')), 0) from recent r where r.account_id = a.account_id) as burst,
                        (select count(*)::int from solved s where s.account_id = a.account_id) as solved,
                        (select count(*)::int from solved s where s.account_id = a.account_id and reopenings > 0) as reopened,
                        (select avg(is_first_contact_resolution::int) from solved s where s.account_id = a.account_id) as fcr,
                        (select (h[(cardinality(h) + 1) / 2] + h[cardinality(h) / 2 + 1]) / 2 from (select array_agg(hours_to_resolution order by hours_to_resolution) as h
                           from solved s where s.account_id = a.account_id) x) as median,
                        (select count(*)::int from calls c where c.account_id = a.account_id and started_at < {ends} and started_at >= {ends} - interval '30 days') as calls,
                        (select coalesce(sum(minutes), 0) from calls c where c.account_id = a.account_id and started_at < {ends} and started_at >= {ends} - interval '30 days') as minutes,
                        coalesce(e.logins, 0)::bigint as logins, coalesce(e.users, 0) as users
                      from accounts a left join events e using (account_id) where signed_on <= '{day}')
                  select account_id, arr, open, old, oldest, tickets, round(1000 * tickets / nullif(arr, 0), 4), incidents,
                    round(incidents * 1.0 / nullif(tickets, 0), 4), burst, burst > 2, solved, reopened, round(fcr, 4), round(median, 2), calls, minutes,
                    round(1000 * calls / nullif(arr, 0), 4), round(1000 * minutes / nullif(arr, 0), 4), logins, users, round(1000 * logins / nullif(arr, 0), 4),
                    round(1000 * users / nullif(arr, 0), 4)
                  from counted""", at)
    for view in ("tickets", "ticket_load", "feedback", "account_support"):
        same_rows(f"what happened after {day} changes no row of {view}",
                  "select * from before_deletion", f"select * from {view}", at,
                  f"""begin; set local customer360.as_of = '{day}';
                      create temp table before_deletion as select * from {view};
                      {forget_after(day)}; {forget_support_after(day)}""")
# The demo's tickets all have owners, and nobody joined late.
same_rows("ticket_load: tickets of nobody, and of who has left, have a row; who has none is a row of 0",
          "select owner_id, open_tickets::int from ticket_load where owner_id is null or owner_id < 0 or owner_id = (select min(member_id) from team_members where role = 'tam' and member_id > 0)",
          "values (null::bigint, 2), (-1, 1), (-2, 0), ((select min(member_id) from team_members where role = 'tam' and member_id > 0), 0)", "",
          """begin; delete from ticket_status_changes; delete from ticket_messages; update survey_responses set ticket_id = null;
             insert into team_members values (-1, 'Gone', 'tam', 'EMEA', '2020-01-01', '2026-01-01'), (-2, 'New', 'tam', 'EMEA', '2026-06-30', null),
               (-3, 'Left', 'tam', 'EMEA', '2020-01-01', '2026-06-30'), (-4, 'Coming', 'tam', 'EMEA', '2026-07-01', null);
             update support_tickets set owner_id = case ticket_id when 3 then -1 end where ticket_id <= 3;
             insert into ticket_status_changes select ticket_id, opened_at, 'open' from support_tickets where ticket_id <= 3""")
# The Customer Success team.
FORGET_TEAM_AFTER = """
    delete from csm_touchpoints where happened_at >= date '{day}' + 1;
    delete from csm_tasks where created_on > '{day}';
    update csm_tasks set done_on = null where done_on > '{day}';
    delete from account_team where lower(valid) > '{day}';
    update account_team set valid = daterange(lower(valid), null) where upper(valid) > date '{day}' + 1;
    update team_members set left_on = null where left_on > '{day}';
    delete from conversation_targets where lower(period) > '{day}';
    delete from product_request_accounts where asked_on > '{day}';
    delete from product_requests where requested_on > '{day}';
    update product_requests set shipped_on = null where shipped_on > '{day}';
    update onboarding_projects set live_on = null where live_on > '{day}'"""
TEAM_VIEWS = ("csm_accounts", "account_risk", "csm_portfolio", "csm_activity", "feature_requests")
for day in DAYS:
    at = f"set customer360.as_of = '{day}'"
    # Who was in charge of whom, charged or not, on any day, and which managers there were: plain SQL for all views of the team.
    plain_team = f"""
        held as (select a.account_id, a.segment, t.member_id, m.tier, m.mrr * 12 as arr, m.status, m.days_to_renewal, p.score, p.health_score,
              p.band = 'red' or m.usage_dropped or m.cancellation_requested_on is not null as at_risk
            from accounts a join account_metrics m using (account_id) join product_adoption p using (account_id)
            left join account_team t on t.account_id = a.account_id and t.role = 'csm' and t.valid @> date '{day}'),
        managers as (select member_id, name, region, hired_on <= '{day}' and coalesce(left_on, 'infinity') > '{day}' as employed
          from team_members where role = 'csm')"""
    same_rows(f"csm_accounts of {day} agrees with account_metrics",
              "select account_id, account, status, tier, name as csm, arr from csm_accounts left join team_members using (member_id)",
              "select account_id, account, status, tier, csm, mrr * 12 from account_metrics", at)
    same_rows(f"account_risk of {day}: red, dropped or asking to cancel",
              "select account_id, adoption_score, health_score, days_to_renewal, is_at_risk from account_risk",
              f"""with {plain_team} select account_id, score, health_score, days_to_renewal, coalesce(at_risk, false)
                  from held where status = 'active'""", at)
    same_rows(f"csm_portfolio of {day}: accounts, ARR, scores, renewals and risks that plain SQL finds, and 0 for who has nobody",
              """select member_id, csm, region, accounts, arr, adoption_score, adoption_score_by_arr, health_score, health_score_by_arr,
                   onboarding, onboarding_overdue, renewals_due, renewals_due_arr, at_risk, at_risk_arr, at_risk_share, at_risk_share_by_arr
                 from csm_portfolio where is_employed""",
              f"""with {plain_team}, late as (select account_id, min(signed_on) as since from onboarding_projects
                      where signed_on <= '{day}' and coalesce(live_on, 'infinity') > '{day}' group by account_id)
                  select g.member_id, name, region, count(*) filter (where status = 'active'), coalesce(sum(arr), 0), round(avg(score), 1),
                    round(sum(score * arr) / sum(case when score >= 0 then arr end), 1), round(avg(health_score), 1),
                    round(sum(health_score * arr) / sum(case when health_score >= 0 then arr end), 1),
                    count(l.account_id) filter (where status <> 'churned'), count(*) filter (where status <> 'churned' and since < date '{day}' - 90),
                    count(*) filter (where status = 'active' and days_to_renewal >= 0 and days_to_renewal <= 90),
                    coalesce(sum(case when status = 'active' and days_to_renewal >= 0 and days_to_renewal <= 90 then arr end), 0),
                    count(*) filter (where status = 'active' and at_risk), coalesce(sum(case when status = 'active' and at_risk then arr end), 0),
                    round(count(*) filter (where status = 'active' and at_risk) * 1.0 / nullif(count(*) filter (where status = 'active'), 0), 4),
                    round(sum(case when status = 'active' and at_risk then arr else 0 end) / nullif(sum(arr), 0), 4)
                  from managers g left join held h on h.member_id = g.member_id left join late l on l.account_id = h.account_id
                  where employed group by g.member_id, name, region""", at)
    same_rows(f"csm_portfolio of {day}: what was won and lost in 90 days, and the trend of a year",
              "select member_id, accounts, accounts_before, accounts_gained, accounts_lost, accounts_trend from csm_portfolio",
              f"""with days as (select (date_trunc('month', timestamp '{day}') - make_interval(months => ago))::date - 1 as d
                                from generate_series(0, 10) as ago union values (date '{day}'), (date '{day}' - 90)),
                    charge as (select d, t.member_id, t.account_id from days join account_team t on t.role = 'csm' and t.valid @> d
                      where exists (select from subscriptions s where s.account_id = t.account_id and s.valid @> d)),
                    counted as (select member_id, d, count(c.account_id)::numeric as n
                      from (select member_id from charge where d in (date '{day}', date '{day}' - 90)
                            union select member_id from team_members where role = 'csm' and hired_on <= '{day}'
                              and coalesce(left_on, 'infinity') > '{day}') m cross join days left join charge c using (member_id, d)
                      group by member_id, d)
                  select k.member_id, max(n) filter (where d = '{day}')::bigint, max(n) filter (where d = date '{day}' - 90)::bigint,
                    (select count(*) from charge c where c.member_id = k.member_id and d = '{day}' and account_id not in (
                       select account_id from charge b where b.member_id = k.member_id and b.d = date '{day}' - 90)),
                    (select count(*) from charge c where c.member_id = k.member_id and d = date '{day}' - 90 and account_id not in (
                       select account_id from charge b where b.member_id = k.member_id and b.d = date '{day}')),
                    (select sparkline(array_agg(n order by d), 0, greatest(max(n), 1)) from counted t where t.member_id = k.member_id
                       and (d = '{day}' or extract(day from d + 1) = 1 and d <> date '{day}' - 90
                            or d = date '{day}' - 90 and extract(day from d + 1) = 1))
                  from counted k group by k.member_id""", at)
    is_empty(f"csm_portfolio of {day}: ratios to the mean of the team, and everybody's customers are the company's", f"""
        {at}; with company as (select count(*) filter (where is_employed) as managers, sum(accounts) as accounts, sum(arr) as arr from csm_portfolio)
        select member_id, account_load, arr_load from csm_portfolio, company c
        where customers_per_csm <> round(c.accounts / c.managers, 1)
          or is_employed and (abs(account_load - csm_portfolio.accounts / (c.accounts / c.managers)) > 0.0051
                              or abs(arr_load - csm_portfolio.arr / (c.arr / c.managers)) > 0.0051)
          or is_employed <> (num_nulls(account_load, arr_load) = 0) or accounts_gained - accounts_lost <> csm_portfolio.accounts - accounts_before
        union all select null, accounts, arr from company where accounts <> (select count(*) from account_metrics where status = 'active')
          or arr <> (select sum(mrr) * 12 from account_metrics)""")
    same_rows(f"csm_activity of {day}: touchpoints and coverage that plain SQL counts",
              """select csm, kind, touchpoints, minutes, customers, contacted, coverage, coverage_by_arr, premium_touchpoints, high_impact_share
                 from csm_activity""",
              f"""with {plain_team}, touches as (select * from csm_touchpoints where happened_at::date between date '{day}' - 89 and '{day}'),
                    all_kinds (kind) as (select 'all' union select kind from csm_touchpoints where happened_at::date <= '{day}'
                      union select kind from conversation_targets where period @> date '{day}')
                  select name, k.kind, t.*, h.customers, h.contacted, round(h.contacted * 1.0 / nullif(h.customers, 0), 4),
                    round(h.contacted_arr / nullif(h.arr, 0), 4), p.touches, round(p.high * 1.0 / nullif(p.touches, 0), 4)
                  from managers g cross join all_kinds k,
                    lateral (select count(*), coalesce(sum(minutes), 0) from touches x
                             where x.member_id = g.member_id and k.kind in ('all', x.kind)) as t (touchpoints, minutes),
                    lateral (select count(*) as customers, sum(arr) as arr, count(*) filter (where spoken) as contacted,
                               sum(case when spoken then arr else 0 end) as contacted_arr
                             from (select arr, exists (select from touches x where x.account_id = held.account_id and k.kind in ('all', x.kind)) as spoken
                                   from held where member_id = g.member_id and status = 'active') c) as h,
                    lateral (select count(*) as touches, count(*) filter (where is_high_impact) as high from touches x join held using (account_id)
                             where x.member_id = g.member_id and k.kind in ('all', x.kind) and tier = 'enterprise' and status = 'active') as p
                  where employed or h.customers > 0 or exists (select from touches x where x.member_id = g.member_id)""", at)
    same_rows(f"csm_activity of {day}: gaps to the targets, tier by tier, and tasks",
              """select member_id, kind, target, target_done, target_gap, target_ends_on, tasks_open, tasks_delayed, tasks_on_track
                 from csm_activity where target is not null or kind = 'all'""",
              f"""with {plain_team}, aims as (
                    select member_id, g.kind, g.period, ceil(share * count(*)) as wanted, count(*) filter (where exists (
                        select from csm_touchpoints p where p.account_id = h.account_id and p.kind = g.kind
                          and p.happened_at::date between lower(period) and '{day}')) as done
                    from conversation_targets g join held h using (tier) where g.period @> date '{day}' and status = 'active'
                    group by member_id, g.kind, g.tier, g.period, share)
                  select member_id, kind, sum(wanted)::bigint, sum(done)::bigint, sum(case when wanted > done then wanted - done else 0 end)::bigint,
                    max(upper(period)) - 1, null::bigint, null::bigint, null::bigint from aims group by member_id, kind
                  union all
                  select a.member_id, 'all', null, null, null, null, t.*
                  from (select distinct member_id from csm_activity) a, lateral (
                    select count(*), count(*) filter (where due_on < '{day}'), count(*) filter (where due_on >= '{day}') from csm_tasks t
                    where t.member_id = a.member_id and created_on <= '{day}' and coalesce(done_on, 'infinity') > '{day}') as t""", at)
    same_rows(f"feature_requests of {day}: each customer's ARR once a request, and the customers lost over it",
              """select request_id, shipped_on, days_open, askers, customers, blocked_customers, arr, blocked_arr, customers_at_risk, arr_at_risk,
                   customers_lost, arr_lost from feature_requests""",
              f"""with {plain_team}, gone as (
                    select h.account_id, l.left_on, (select 12 * sum(mrr) from subscriptions s where s.account_id = h.account_id
                      and s.valid @> l.left_on - 1) as arr
                    from held h, lateral (select max(upper(valid)) as left_on from subscriptions s where s.account_id = h.account_id
                      and lower(valid) <= '{day}') l where status = 'churned')
                  select r.request_id, d.shipped, coalesce(d.shipped, date '{day}') - r.requested_on, count(h.account_id),
                    count(*) filter (where h.status = 'active'), count(*) filter (where h.status = 'active' and q.importance = 'blocker'),
                    coalesce(sum(h.arr), 0), coalesce(sum(h.arr) filter (where q.importance = 'blocker'), 0),
                    case when d.shipped is null then count(*) filter (where h.status = 'active' and h.at_risk) end,
                    case when d.shipped is null then coalesce(sum(h.arr) filter (where h.at_risk), 0) end,
                    count(g.account_id), coalesce(sum(g.arr), 0)
                  from warehouse.product_requests r
                  cross join lateral (select case when shipped_on <= '{day}' then shipped_on end as shipped) d
                  left join product_request_accounts q on q.request_id = r.request_id and q.asked_on <= '{day}'
                  left join held h using (account_id)
                  left join gone g on g.account_id = q.account_id and g.left_on > q.asked_on and coalesce(d.shipped, 'infinity') >= g.left_on
                  where r.requested_on <= '{day}' group by r.request_id, d.shipped""", at)
    for view in TEAM_VIEWS:
        same_rows(f"what happened after {day} changes no row of {view}",
                  "select * from before_deletion", f"select * from {view}", at,
                  f"""begin; set local customer360.as_of = '{day}'; create temp table before_deletion as select * from {view};
                      {forget_after(day)}; {FORGET_TEAM_AFTER.format(day=day)}""")
for view in TEAM_VIEWS:
    is_empty(f"{view} before the first customer has no row", f"set customer360.as_of = '2000-01-01'; select * from {view}")
is_empty("csm_portfolio: customers without a manager are a row of their own, and one who left keeps the customers until they are given away", """
    begin; create temp table was as select * from csm_portfolio;
    create temp table orphan as select account_id, arr from csm_accounts where status = 'active' order by account_id limit 1;
    delete from account_team where account_id in (select account_id from orphan);
    update accounts set csm_id = null where account_id in (select account_id from orphan);
    select 'nobody', p.accounts, p.arr from orphan left join csm_portfolio p on p.member_id is null
      where p.accounts is distinct from 1 or p.arr <> orphan.arr or p.is_employed or p.csm is not null
    union all select 'totals', sum(accounts), sum(arr) from csm_portfolio
      having sum(accounts) <> (select sum(accounts) from was) or sum(arr) <> (select sum(arr) from was);
    update team_members set left_on = '2026-06-01' where member_id = 1;
    select 'left', accounts, is_employed from csm_portfolio where member_id = 1 and (is_employed or accounts = 0 or account_load is not null)
    union all select 'gone', count(*), null from csm_portfolio where member_id = 1 having count(*) <> 1""")
borders = psql("""
    select distinct ends - before from (select upper(term) as ends from csm_accounts join contracts c using (account_id) where status = 'active'
        and terminated_on is null and not exists (select from contracts n where n.renews_id = c.contract_id)
        and upper(term) between date '2026-07-01' and '2026-09-25' order by 1 limit 2) e, unnest(array[0, 90, 91]) as before
    union select signed_on + days from (select o.signed_on from csm_accounts join onboarding_projects o using (account_id)
        where live_on is null and status = 'active' order by 1 desc limit 1) o, unnest(array[90, 91]) as days order by 1""").split()
for day in borders:
    is_empty(f"csm_portfolio of {day}: a contract is due from 90 days ahead to its last day, an onboarding late from the 91st day on", f"""
        set customer360.as_of = '{day}';
        select p.*, d.due, l.late from (select sum(renewals_due) as due, sum(onboarding_overdue) as late from csm_portfolio) p,
          (select count(*) as due from account_metrics where status = 'active' and contract_ends_on >= '{day}' and contract_ends_on < date '{day}' + 91) d,
          (select count(distinct account_id) as late from onboarding_projects o join account_metrics m using (account_id)
             where status <> 'churned' and date '{day}' - 91 >= signed_on and coalesce(live_on, 'infinity') > '{day}') l
        where p.due <> d.due or p.late <> l.late""")
is_empty("csm_portfolio: a contract that ends today and is not renewed is due", """
    begin; create temp table one as select account_id, member_id from csm_accounts join account_risk using (account_id) where days_to_renewal > 90 limit 1;
    create temp table was as select renewals_due from csm_portfolio join one using (member_id);
    update contracts set term = daterange(lower(term), '2026-06-30') where account_id in (select account_id from one) and term @> date '2026-06-30';
    select p.renewals_due, was.renewals_due from was left join (select renewals_due from csm_portfolio join one using (member_id)) p on true
      where p.renewals_due is distinct from was.renewals_due + 1""")
same_rows("csm_accounts: a renewal signed ahead to another tier does not change the tier yet, here as in account_metrics",
          "select account_id, tier from csm_accounts", "select account_id, tier from account_metrics", "",
          """begin; insert into contracts (contract_id, account_id, tier, signed_on, term, auto_renew)
             select 10000000 + account_id, account_id, 'enterprise', '2026-06-01', '[2026-09-01,2027-09-01)', true from csm_accounts where tier = 'starter'""")
is_empty("csm_accounts: such customers are among the tested ones", "select 'none' where not exists (select from csm_accounts where tier = 'starter')")
report(len(borders) >= 6, "csm_portfolio: such days are among the tested ones", borders)
is_empty("csm_portfolio: somebody employed has nobody to look after yet, and the demo's ratios are those of a team", """
    select 'nobody without customers' where not exists (select from csm_portfolio where is_employed and accounts = 0 and arr = 0 and at_risk = 0)
    union all select csm from csm_portfolio where account_load > 4""")
same_rows("feature_requests: who asks twice counts once, as urgently as ever",
          "select * from before", "select * from feature_requests", "",
          """begin; create temp table before as select * from feature_requests;
             alter table warehouse.product_request_accounts drop constraint product_request_accounts_pkey;
             insert into product_request_accounts select request_id, account_id, asked_on + 1, 'nice_to_have' from product_request_accounts""")
is_empty("feature_requests: who left on the day of the delivery or before was lost over it, who left later was not", """
    begin; create temp table gone as
      select q.request_id, max(upper(s.valid)) as left_on from feature_requests f join product_request_accounts q using (request_id)
      join csm_accounts a using (account_id) join subscriptions s using (account_id)
      where f.customers_lost = 1 and f.shipped_on is null and a.status = 'churned' group by q.request_id having count(distinct q.account_id) = 1;
    select 'none to look at' where not exists (table gone);
    update product_requests r set shipped_on = left_on from gone where r.request_id = gone.request_id;
    select 'on the day', request_id, customers_lost, arr_at_risk from feature_requests join gone using (request_id)
    where customers_lost <> 1 or arr_lost = 0 or arr_at_risk is not null;
    update product_requests r set shipped_on = left_on - 1 from gone where r.request_id = gone.request_id;
    select 'later', request_id, customers_lost from feature_requests join gone using (request_id) where customers_lost <> 0 or arr_lost <> 0""")
same_rows("feature_requests: who left and came back is a customer, and is not lost",
          "select * from before", "select request_id, customers, customers_lost from feature_requests", "",
          """begin; create temp table before as select request_id, customers, customers_lost from feature_requests;
             create temp table one as select q.account_id from product_request_accounts q join csm_accounts a using (account_id)
               where a.status = 'active' and q.asked_on < '2025-12-01' order by q.account_id limit 1;
             insert into subscriptions select 10000000 + subscription_id, account_id, contract_id, product, '[2026-04-01,)', seats, amount,
               billing_unit, mrr from subscriptions where account_id in (table one) and valid @> date '2026-06-30';
             update subscriptions set valid = valid * daterange(null, '2026-01-31') where account_id in (table one) and subscription_id < 10000000;
             delete from subscriptions where account_id in (table one) and isempty(valid)""")

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
