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
                  delete from subscriptions where lower(valid) > '{day}';
                  delete from cancellation_requests where requested_on > '{day}';
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
              f"""select f.feature_id, count(e.account_id), count(e.account_id) filter (where
                    (select count(*) from product_events p where p.account_id = e.account_id and p.feature_id = f.feature_id
                       and p.occurred_at::date between date '{day}' - 27 and '{day}') >= f.adoption_uses)
                  from features f left join (select distinct account_id, feature_id from entitlements where valid @> date '{day}') e
                    using (feature_id)
                  where f.released_on <= '{day}' group by f.feature_id""", at)
    same_rows(f"feature_gaps of {day}: expected, entitled, not used",
              "select user_id, feature_id from feature_gaps",
              f"""select u.user_id, x.feature_id from users u join expected_features x using (role)
                  join features f on f.feature_id = x.feature_id and f.released_on <= '{day}'
                  where u.provisioned_on <= '{day}' and coalesce(u.deactivated_on, 'infinity') > '{day}'
                    and x.feature_id in (select feature_id from entitlements e where e.account_id = u.account_id and e.valid @> date '{day}')
                    and not exists (select from product_events p where p.user_id = u.user_id and p.feature_id = x.feature_id
                                    and p.occurred_at::date between date '{day}' - 89 and '{day}')""", at)

recomputed = {name: (ROOT / "views" / f"{name}.sql").read_text() for name in ("activity_daily", "user_activity")}
late_events = """begin;
    insert into product_events select (select max(event_id) from product_events) + row_number() over (order by event_id),
      account_id, user_id, feature_id, event_name, occurred_at - interval '5 days', now()
    from product_events where event_id % 7 = 0;
    call refresh_activity(); call refresh_activity()"""
for name, select in recomputed.items():
    same_rows(f"{name}, refreshed twice after late events, equals its recomputation",
              f"select * from {name}", select.rstrip().rstrip(";"), "", late_events)

print(f"1..{tests}")
