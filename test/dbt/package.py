"""The dbt package over the demo, as a user without privileges of a superuser builds it, with the extension in a schema
of its own: every relation beside the same one of customer360_create_views().

Called by tools/check-dbt, with PGHOST and PGUSER of an empty cluster, and perhaps the parts to run.
"""

import csv
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import yaml
from dbt.adapters.postgres import connections as loaded  # noqa: F401 so that each run finds it loaded
from dbt.cli.main import dbtRunner

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "dbt" / "integration_tests"
WORK = Path(os.environ["CLUSTER_DIR"]) / "dbt"
METRICFLOW = ROOT / "build" / "metricflow" / "bin"
TODAY, RECORDED = "2026-06-30", "2026-03-31"
# Not of the warehouse: how customer360_create_views() keeps its books, and what it alone stores.
OWN_OF_EXTENSION = {"rollup_progress", "rollup_queue", "stored_views", "stored_identities", "identity_merges",
                    "identity_pairs", "identity_progress"}
# What writes a row of a history.
RECORDS = ("record_reconciliation", "record_metrics", "record_scores", "record_activation")
# Failed tests, and passed ones. Parts that run side by side are processes, which have databases of their own.
counts = multiprocessing.Array("i", 2)
output = multiprocessing.Lock()
lane = SimpleNamespace(database="warehouse")


def check(is_so, name, *details):
    with output:
        counts[bool(is_so)] += 1
        print(f"{'ok' if is_so else 'not ok'} {sum(counts)} - {name}", flush=True)
        for detail in () if is_so else details:
            print("\n".join(f"# {line}" for line in str(detail).splitlines()[-60:]), flush=True)


def sql(text, database=None, user=None):
    """The rows of the last statement, as lists of texts."""
    done = subprocess.run(["psql", "-X", "-q", "-At", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d",
                           database or lane.database,
                           *(["-U", user] if user else [])], input=text, check=False, capture_output=True,
                          encoding="utf-8", env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"})
    if done.returncode:
        raise RuntimeError(done.stderr)
    return [line.split("\t") for line in done.stdout.splitlines()]


def settings(schema, folder, user, project, environment):
    """What leads dbt to the database and to its folders."""
    return {"PGDATABASE": lane.database, "PGUSER": user, "DBT_SCHEMA": schema, "DBT_PROFILES_DIR": str(project),
            "DBT_PACKAGES": str(WORK / "packages" / "-".join(project.parts[-2:])),
            "DBT_TARGET_PATH": str(WORK / "target" / folder), "DBT_LOG_PATH": str(WORK / "logs" / folder),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DBT_USE_COLORS": "false", "DBT_VERSION_CHECK": "false",
            "DBT_WRITE_JSON": "false", "DBT_LOG_LEVEL_FILE": "none",
            **environment}


def dbt(*arguments, schema="main", folder=None, variables=None, user="analyst", project=PROJECT, **environment):
    """Runs dbt in a process that has it loaded already; whether it succeeded, and what it said. Each schema has a
    folder of its own, so that its project is read once; so have other variables."""
    folder = folder or schema
    began = time.time()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
                os.chdir(project)
                os.environ.update(settings(schema, folder, user, project, environment))
                done = dbtRunner().invoke(
                    [*arguments, *(["--vars", json.dumps(variables)] if variables else [])])
                if done.exception:
                    print(done.exception)
                status = int(not done.success)
                sys.stdout.flush()
            finally:
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with output:
            print(f"# dbt {' '.join(arguments)} ({folder}): {time.time() - began:.0f} s", flush=True)
        said.seek(0)
        return status == 0, said.read()


def relations(schema, kinds="rv"):
    return {name for (name,) in sql(f"select relname from pg_class where relnamespace = '{schema}'::regnamespace "
                                    f"and relkind = any (string_to_array('{kinds}', null))")}


def denied(text):
    """The table that a reader is refused, or what happens instead."""
    try:
        return f"no refusal: {sql(text, user='reader')}"
    except RuntimeError as error:
        found = re.search(r"permission denied for table (\w+)$", str(error), re.M)
        return found[1] if found else str(error)


def differing(ours, theirs, names, called=lambda name: name):
    """Which relations have other rows in one schema than in the other. Columns are those of `theirs`, `called` is what
    ours are called."""
    columns = dict(sql(f"""
select relname, string_agg(quote_ident(attname), ', ' order by attnum)
from pg_attribute join pg_class on pg_class.oid = attrelid
where relnamespace = '{theirs}'::regnamespace and attnum > 0 and not attisdropped group by relname"""))
    digest = "(select row(count(*), sum(hashtextextended(x::text, 0))) from (select {} from {}.{}) as x)"
    # When changes were recorded differs: which of them together does not.
    columns |= {"activation_changes": ", ".join({
        "changed_at": "dense_rank() over (order by changed_at) as changed_at",
        "deleted_at": "deleted_at = changed_at as deleted_at"}.get(name, name)
        for name in columns.get("activation_changes", "").split(", "))}
    found = sql("set search_path = ext_customer360; set jit = off; set work_mem = '64MB';" + "".join(
        f"select '{name}', {digest.format(columns[name], ours, called(name))}, "
        f"{digest.format(columns[name], theirs, name)};" for name in sorted(names)))
    return [f"{name}: {one} and {other}" for name, one, other in found if one != other]


def load():
    """The demo, the extension in a schema of its own, an analyst who may read, and the views beside."""
    sql("create role analyst login; create role reader login; create database warehouse; create database bare",
        "postgres")
    sql("""
create schema ext_customer360;
create extension customer360 schema ext_customer360;
grant usage on schema ext_customer360 to analyst, reader;""")
    subprocess.run(["psql", "-X", "-q", "-d", lane.database, "-v", f"scale={os.environ.get('SCALE', '0.05')}", "-v",
                    f"today={TODAY}", "-f", ROOT / "demo" / "load.sql"], check=True, stdout=subprocess.DEVNULL)
    # Prospects, who go and come again.
    sql("""insert into warehouse.accounts (account_id, name) values (99991, 'Goes'), (99992, 'Comes again');
           grant usage on schema warehouse to analyst; grant select on all tables in schema warehouse to analyst""")
    sql("create database second template warehouse", "postgres")
    for database in ("warehouse", "second"):
        sql(f"""alter database {database} set customer360.as_of = '{TODAY}'; alter database {database} set jit = off;
                grant create on database {database} to analyst""", database)


def create_views(source, target, *procedures):
    """The views, and what is stored of them: by these procedures, or as usual."""
    sql(f"select * from ext_customer360.customer360_create_views('{source}', '{target}');" + "".join(
        f"call {target}.{procedure}();"
        for procedure in procedures or ("refresh_activity", "refresh_faults", *RECORDS)))


def main_build():
    create_views("warehouse", "beside_customer360")
    variables = {"customer360_contracts": True}
    succeeded, said = dbt("build", variables=variables, DBT_READER="reader")
    check(succeeded, "a user without privileges builds everything, all contracts are kept, and all tests pass", said)
    ours, theirs = relations("main_customer360"), relations("beside_customer360") - OWN_OF_EXTENSION
    check(theirs <= ours, "every relation has a model", theirs - ours)
    wrong = differing("main_customer360", "beside_customer360", theirs & ours)
    check(not wrong and len(theirs) > 100, f"all {len(theirs)} relations have the rows of customer360_create_views()",
          *wrong)
    check(sql("select count(*) from main_customer360.customer_360 where adoption_score is not null") != [["0"]],
          "and customer_360 is not empty")
    check(sql("""select count(*) from pg_class where relnamespace = 'main_customer360'::regnamespace and relkind = 'v'
                 and not coalesce('security_invoker=true' = any (reloptions), false)""") == [["0"]],
          "readers of views see what they may see")
    check(sql("""select count(*) from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0
                 where relnamespace = 'main_customer360'::regnamespace and relkind in ('r', 'v') and not attisdropped
                   and (col_description(attrelid, attnum) is null or obj_description(attrelid) is null)""") == [["0"]],
          "every relation and column has its comment")
    rows = "select count(*) from main_customer360.{}"
    check(denied(rows.format("accounts")) == "accounts",
          "who is granted the models alone, and by that their schema, is refused the table of the source")
    refused_table = denied(rows.format("customer_360"))
    check(refused_table in relations("warehouse") - relations("main_customer360", "r"),
          "also by a view that reads many", refused_table)
    sql("""grant usage on schema warehouse to reader; grant select on all tables in schema warehouse to reader;
           create policy first_ten on warehouse.accounts to reader using (account_id <= 10);
           alter table warehouse.accounts enable row level security""")
    check(0 < int(sql(rows.format("customer_360"), user="reader")[0][0]) <= 10,
          "a reader sees the customers that row-level security shows")
    seen = sql(" union all ".join(f"select max(account_id) from main_customer360.{name}" for name in (
        "user_days", "activity_daily", "user_activity", "score_history", "metric_history", "activation_changes")),
        user="reader")
    check(all(0 < int(account) <= 10 for (account,) in seen), "and their stored rows", seen)
    sql("alter table warehouse.accounts disable row level security")


def late_events():
    """Events that come later, some of them of days long ago; then a history of another day."""
    sql("""
insert into warehouse.product_events (event_id, account_id, user_id, event_name, occurred_at, loaded_at)
select 900000000 + row_number() over (), account_id, user_id, 'login', occurred_at - interval '100 days', now()
from warehouse.product_events where event_id % 4001 = 0;
insert into warehouse.product_events (event_id, account_id, user_id, event_name, occurred_at, loaded_at)
select 910000000 + row_number() over (), account_id, user_id, 'click', occurred_at, null
from warehouse.product_events where event_id % 9001 = 0;
update warehouse.users set deactivated_on = '2026-06-15' where user_id % 50 = 0 and provisioned_on < '2026-06-01';
update warehouse.accounts set name = name || ' & Co' where account_id = 3;
delete from warehouse.accounts where account_id > 99990""")
    create_views("warehouse", "beside_customer360")
    before = sql("select count(*), max(age(xmin)) from main_customer360.user_days")
    transaction = sql("select txid_current()")[0][0]
    succeeded, said = dbt("run", variables={"customer360_contracts": True}, DBT_READER="reader")
    check(succeeded, "a second run passes, too", said)
    names = relations("beside_customer360") - OWN_OF_EXTENSION
    wrong = differing("main_customer360", "beside_customer360", names)
    check(not wrong, "after late events and changed rows all relations are equal", *wrong)
    written = int(sql("select count(*) from main_customer360.user_days "
                      f"where xmin::text::bigint > {transaction}")[0][0])
    check(0 < written < int(before[0][0]) / 4, "only the days touched were written", written, before)
    for name in ("activity_daily", "user_activity"):
        written, rows = map(int, sql(f"select count(*) filter (where xmin::text::bigint > {transaction}), count(*) "
                                     f"from main_customer360.{name}")[0])
        check(0 < written < rows / 2, f"of {name} only differences", written, rows)
    found = sql("""select account_id, changed_columns, deleted_at is not null,
                     version > (select count(*) from main_customer360.activation_changes)
                   from main_customer360.activation_changes where account_id in (3, 99991, 99992)
                   order by account_id""")
    check(found == [["3", "{account}", "f", "t"], ["99991", "{}", "t", "t"], ["99992", "{}", "t", "t"]],
          "changes have rising versions and say what has changed, and who is gone", found)
    gone = "select count(deleted_at) from main_customer360.activation_changes"
    all_seen = sql(gone, user="reader")
    sql("alter table warehouse.accounts enable row level security")
    check((all_seen, sql(gone, user="reader")) == ([["2"]], [["0"]]), "who sees all accounts is told of those, and "
          "nobody else", all_seen)
    sql("alter table warehouse.accounts disable row level security")


def past_and_full_refresh():
    histories = ("score_history", "metric_history", "activation_changes")
    last = sql("select max(version) from main_customer360.activation_changes")[0][0]
    succeeded, said = dbt("run", "--select", *(f"customer360__{name}" for name in histories), folder="past",
                          variables={"customer360_contracts": True, "customer360_as_of": RECORDED}, DBT_READER="reader")
    check(succeeded, "a day of the past is recorded", said)
    sql(f"set customer360.as_of = '{RECORDED}';" + "".join(
        f"call beside_customer360.{procedure}();" for procedure in RECORDS[1:]))
    wrong = differing("main_customer360", "beside_customer360", histories)
    changed = sql(f"select count(*) from main_customer360.activation_changes where version > {last}")
    check(not wrong and changed != [["0"]], "as the procedures record it", changed, *wrong)
    sql("""
insert into warehouse.accounts (account_id, name) values (99992, 'Comes again');
create table warehouse.activity_rule (event_name text primary key, least_events numeric, least_amount numeric);
insert into warehouse.activity_rule values ('*', 2, null);
grant select on warehouse.activity_rule to analyst, reader;
delete from warehouse.product_events where event_id % 11 = 0""")
    create_views("warehouse", "beside_customer360", "audit_activity", "refresh_faults", *RECORDS)
    sql("create table public.before as select account_id, version from main_customer360.activation_changes")
    succeeded, said = dbt("run", "--full-refresh", variables={"customer360_contracts": True}, DBT_READER="reader")
    check(succeeded, "a full refresh passes", said)
    names = relations("beside_customer360") - OWN_OF_EXTENSION
    wrong = differing("main_customer360", "beside_customer360", names)
    check(not wrong, "after deleted events, and with another rule of activity, all relations are equal", *wrong)
    days = [sql(f"select string_agg(distinct day::text, ' ' order by day::text) from main_customer360.{name}")[0][0]
            for name in histories[:2]]
    check(days == [f"{RECORDED} {TODAY}"] * 2, "and what was recorded before is kept", days)
    found = sql("""
select count(*) filter (where now.version = before.version) > 0, bool_and(now.version >= before.version),
  min(now.version) filter (where now.version <> before.version) > (select max(version) from public.before),
  bool_or(account_id = 99991 and now.deleted_at is not null),
  bool_or(account_id = 99992 and now.deleted_at is null and now.changed_columns @> '{account,status}')
from main_customer360.activation_changes as now left join public.before using (account_id)""")
    check(found == [["t"] * 5], "of what has changed in accounts, too: who is gone, and who came again", found)
    sql("update warehouse.activity_rule set least_events = 1")
    succeeded, said = dbt("run", "--select", "+customer360__user_activity", variables={"customer360_contracts": True},
                          DBT_READER="reader")
    sql("call beside_customer360.refresh_activity()")
    wrong = differing("main_customer360", "beside_customer360", ("user_days", "user_activity"))
    check(succeeded and not wrong, "a rule of activity that has changed counts all days anew", said, *wrong)


def three_tables():
    """Models of one's own for three tables, ids of text, duplicates, and the seeds that leaders keep."""
    variables = {"customer360_unit_tests": True, "customer360_source_schema": None, "customer360_models": {
        "accounts": "stg_accounts", "subscriptions": "integration_tests.stg_subscriptions",
        "product_events": "stg_events", "score_rubrics": "company_rubrics", "playbook_rules": "company_playbook",
        "vocabulary": "company_words", "activity_rule": "activity_rules", "kpi_targets": "targets"}}
    # Unit tests find functions by the path of the profile.
    options = {"schema": "three", "variables": variables, "DBT_SEARCH_PATH": "ext_customer360"}
    succeeded, said = dbt("build", **options)
    check(succeeded, "three tables and seeds are enough, and ids may be text", said)
    if not succeeded:
        return
    check(said.count(" PASS customer360__") == 3, "unit tests pass, with types of the extension", said)
    sql("create schema three_source;" + "".join(
        f"create view three_source.{table} as select * from three.{model.split('.')[-1]};"
        for table, model in variables["customer360_models"].items()))
    create_views("three_source", "three_beside")
    names = relations("three_beside") - OWN_OF_EXTENSION
    wrong = differing("three_customer360", "three_beside", names)
    check(not wrong, "all relations have the rows of customer360_create_views()", *wrong)
    found = sql("""select (select count(*) > 0 from three_customer360.subscriptions where status = 'trial'),
                   count(adoption_score) > 0, count(next_action) > 0, count(open_tickets), count(csm)
                   from three_customer360.customer_360""")
    check(found == [["t", "t", "t", "0", "0"]], "a word of the company, its rubric and its playbook are understood, "
          "and what has no table is not known", found)
    found = sql("""select ext_customer360.rubric_is_valid(rubric), jsonb_array_length(rubric -> 'metrics'), valid
                   from three.company_rubrics""")
    check(found == [["t", "3", "[2020-01-01,)"]], "a seed makes a rubric", found)
    # The same event once more, earlier and on another day: counted there, and no longer here.
    sql("""update three.stg_events as event set event_id = (select min(event_id) from three.stg_events)
           where event_id = (select max(event_id) from three.stg_events)""")
    succeeded, said = dbt("run", "--select", "customer360__product_events+1", "customer360__activity_daily",
                          "customer360__user_activity", **options)
    sql("call three_beside.audit_activity()")
    wrong = differing("three_customer360", "three_beside", ("user_days", "activity_daily", "user_activity"))
    check(succeeded and not wrong, "of copies the earliest counts, also where events do not say when they were loaded",
          said, *wrong)


# The systems of test/sources, the first one leading, beside a company's own accounts. Stripe by Fivetran is in the
# demo.
SYSTEMS = {"hubspot": "raw_hubspot", "salesforce": "raw_salesforce", "zendesk": {"schema": "raw_zendesk"},
           "intercom": "raw_intercom", "stripe": {"schema": "raw_stripe", "connector": "airbyte"},
           "segment": "raw_segment", "delighted": "raw_delighted"}


def load_systems():
    """The raw tables of their generators, each of which says besides what is true of them, and the last what accounts
    the company has."""
    for name in ("delighted_airbyte", "hubspot_fivetran", "salesforce_fivetran", "segment_warehouse", "stripe_airbyte",
                 "intercom_fivetran", "zendesk_fivetran"):
        sql("drop schema if exists company, crm, stripe, truth cascade")
        subprocess.run(["psql", "-X", "-q", "-d", lane.database, "-v", "ON_ERROR_STOP=1", "-f",
                        ROOT / "test" / "sources" / f"{name}.sql"], check=True, stdout=subprocess.DEVNULL)
    sql("drop schema truth cascade")
    for schema in ("company", *(s if isinstance(s, str) else s["schema"] for s in SYSTEMS.values())):
        sql(f"grant usage on schema {schema} to analyst; grant select on all tables in schema {schema} to analyst")


def systems():
    """Raw tables of several systems at once, as their generators in test/sources/ land them."""
    load_systems()
    sources = json.dumps(SYSTEMS)
    sql(f"""select * from ext_customer360.customer360_create_views('company', 'systems_beside', sources => '{sources}');
            call systems_beside.refresh_activity(); call systems_beside.refresh_faults()""")
    variables = {"customer360_source_schema": "company", "customer360_sources": SYSTEMS}
    succeeded, said = dbt("run", "--select", "+customer360__customer_360", "+customer360__source_faults",
                          schema="systems", variables=variables)
    check(succeeded, "raw tables of seven systems become everything", said)
    made = {name for name in relations("systems_beside_sources") if not name.startswith("mapped_")}
    wrong = differing("systems_customer360", "systems_beside_sources", made, lambda name: name if "_of_" in name or name
                      in ("account_domains", "disagreements") else f"mapped_{name}")
    check(not wrong and len(made) > 20,
          f"all {len(made)} relations have the rows of customer360_create_views(sources => …)", *wrong)
    wrong = differing("systems_customer360", "systems_beside", ("customer_360", "source_faults", "account_aliases"))
    check(not wrong, "and so has customer_360", *wrong)
    empty_ones = [name for (name,) in sql(" union all ".join(
        f"select '{name}' where not exists (select from systems_customer360.{name})" for name in sorted(
            {f"accounts_of_{system}" for system in ("own", *SYSTEMS) if system != "delighted"} | {
                f"mapped_{table}" for table in ("csm_tasks", "currency_rates", "survey_responses", "subscriptions",
                                                "ticket_messages", "opportunities")})))]
    check(not empty_ones, "each system says something", *empty_ones)
    found = sql("""select (select count(*) > 0 from systems_customer360.customer_360 as c
                     join company.accounts as own using (account_id) where open_tickets > 0),
                   (select count(*) > 0 from systems_customer360.source_faults where fault like '%, and % counts')""")
    check(found == [["t", "t"]], "which knows tickets of own customers, and faults tell where systems disagree", found)


DEMO_SYSTEMS = ("raw_hubspot", "raw_stripe", "raw_zendesk", "raw_segment")


def demo_from_raw():
    """The demo as four systems land it: the same customer_360, but for what these do not know."""
    # systems() landed others under these names.
    sql(f"drop schema if exists company, {', '.join(DEMO_SYSTEMS)} cascade")
    for path in (ROOT / "demo" / "raw.sql", ROOT / "test" / "dbt" / "known.sql"):
        subprocess.run(["psql", "-X", "-q", "-d", lane.database, "-v", "ON_ERROR_STOP=1", "-f", path], check=True,
                       stdout=subprocess.DEVNULL)
    for schema in ("company", *DEMO_SYSTEMS):
        sql(f"grant usage on schema {schema} to analyst; grant select on all tables in schema {schema} to analyst")
    create_views("known", "known_customer360")
    project = ROOT / "demo" / "dbt"
    dbt("deps", project=project, schema="raw")
    succeeded, said = dbt("build", project=project, schema="raw")
    check(succeeded, "raw tables of HubSpot, Stripe, Zendesk and Segment become everything, and all tests pass", said)
    # As numbers, whatever their scale; HubSpot writes an industry with a capital.
    columns = [name for (name,) in sql("select attname from pg_attribute where attnum > 0 and attrelid = "
                                       "'known_customer360.customer_360'::regclass order by attnum")]
    listed = ", ".join({"account_id": "account_id::text", "industry": "lower(industry)"}.get(c, c) for c in columns)
    rows = [sql(f"set search_path = ext_customer360; select count(*), count(adoption_score), count(open_tickets), "
                f"count(next_action) from {schema}.customer_360")[0]
            for schema in ("known_customer360", "raw_customer360")]
    other = sql(f"""set search_path = ext_customer360;
with known as materialized (select {listed} from known_customer360.customer_360),
raw as materialized (select {listed} from raw_customer360.customer_360)
select 'known', known.* from known except all select 'known', raw.* from raw
union all (select 'raw', raw.* from raw except all select 'raw', known.* from known)""")
    check(not other and rows[0] == rows[1] and "0" not in rows[0], "customer_360 is that of the demo in the shape of "
          "the contract, but for what they do not know", rows, *other[:4])


# What `mf query` is asked, and the same of the views: metrics, by what they are grouped, and SQL.
QUERIES = [
    ("new_mrr,churned_mrr,net_new_mrr", "metric_time__month",
     "select month, new_mrr, churned_mrr, net_new_mrr from main_customer360.mrr_bridge"),
    ("starting_mrr,ending_mrr", "metric_time__quarter",
     """select date_trunc('quarter', month)::date, (array_agg(starting_mrr order by month))[1],
          (array_agg(ending_mrr order by month desc))[1] from main_customer360.mrr_bridge group by 1"""),
    ("customer_churn_rate", "metric_time__month",
     "select month, churned_customers / nullif(starting_customers, 0.0) from main_customer360.mrr_bridge"),
    ("customers,arr,at_risk_share", "account__segment",
     f"""select group_name, max(value) filter (where kpi = 'customers'), max(value) filter (where kpi = 'arr'),
           max(value) filter (where kpi = 'at_risk_share')
         from main_customer360.kpis where month = '{TODAY}'::date - 29 and grouped_by = 'segment' group by 1
         having max(value) filter (where kpi = 'customers') > 0"""),
    ("adoption_score,seat_utilisation", "account__csm",
     """select csm, avg(adoption_score), sum(seats_used) filter (where seats is not null) / nullif(sum(seats), 0.0)
        from main_customer360.account_metrics where is_charged group by 1"""),
    ("daily_active_users,monthly_active_users", "metric_time__week",
     """select date_trunc('week', day)::date, avg(daily_active_users),
          (array_agg(monthly_active_users order by day desc))[1] from main_customer360.active_users group by 1""")]


def number(text):
    """To nine places, as doubles have them; a day without its time."""
    try:
        return round(Decimal(text), 9)
    except ArithmeticError:
        return text.removesuffix("T00:00:00").removesuffix(" 00:00:00")


def metrics():
    """dbt/semantic, in the schema of main_build."""
    # MetricFlow reads what dbt has read from the folder target/ of the project.
    project = WORK / "semantic"
    shutil.copytree(ROOT / "test" / "dbt" / "semantic", project)
    (project / "packages.yml").write_text(f"packages: [{{local: {ROOT / 'dbt'}}}]", encoding="utf-8")
    folders = {"DBT_PROFILES_DIR": str(PROJECT), "DBT_TARGET_PATH": str(project / "target"), "DBT_WRITE_JSON": "true"}
    options = {"project": project, "folder": "semantic", **folders}
    dbt("deps", **options)
    succeeded, said = dbt("run", "--select", "customer360__customers_today", "customer360__time_spine", **options)
    check(succeeded, "the models of the metrics are built", said)
    answers = [WORK / f"answer_{place}.csv" for place in range(len(QUERIES))]
    done = subprocess.run([METRICFLOW / "python", ROOT / "test" / "dbt" / "metrics.py", json.dumps(
        [["validate-configs"]] + [["query", "--metrics", names, "--group-by", by, "--csv", str(answer)]
                                  for (names, by, _), answer in zip(QUERIES, answers, strict=True)])],
        cwd=project, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        env={**os.environ, **settings("main", "semantic", "analyst", project, folders)})
    check(not done.returncode, "mf validate-configs finds no fault, and mf query answers", done.stdout)
    for (names, by, text), answer in zip(QUERIES, answers, strict=True) if not done.returncode else ():
        told = [[number(value) for value in row] for row in list(csv.reader(answer.open(encoding="utf-8")))[1:]]
        known = [[number(value) for value in row] for row in sql(text)]
        check(sorted(map(str, told)) == sorted(map(str, known)) and told, f"{names} by {by} is what the views say",
              sorted(map(str, told)), sorted(map(str, known)))


def empty():
    succeeded, said = dbt("build", "--empty", "--exclude", "test_type:generic", schema="empty")
    check(succeeded, "dbt build --empty passes", said)
    rows = sql("set search_path = ext_customer360; select sum((xpath('/row/n/text()', query_to_xml(format("
               "'select count(*) as n from empty_customer360.%I', relname), false, true, '')))[1]::text::bigint) "
               "from pg_class where relnamespace = 'empty_customer360'::regnamespace and relkind in ('r', 'v') "
               "and relname in ('source_accounts', 'accounts', 'user_days', 'customer_360', 'score_history')")
    check(rows == [["0"]], "and reads no row", rows)


def production():
    """A pull request beside production: a model that it changes over those of main, and a copy of main."""
    state, stored = str(WORK / "state"), {"user_days", "activity_daily", "user_activity", "score_history",
                                          "activation_changes"}
    succeeded, said = dbt("parse", folder="state", DBT_WRITE_JSON="true", DBT_TARGET_PATH=state)
    check(succeeded, "production is described", said)
    succeeded, said = dbt("run", "--select", "customer360__customer_360", "--defer", "--state", state, schema="pull")
    check(succeeded, "a model is built over those of production (--defer)", said)
    check(relations("pull_customer360") == {"customer_360"}, "and nothing else", relations("pull_customer360"))
    wrong = differing("pull_customer360", "main_customer360", {"customer_360"})
    check(not wrong, "with its rows", *wrong)
    succeeded, said = dbt("clone", "--state", state, schema="copy")
    check(succeeded, "all models are cloned", said)
    wrong = differing("copy_customer360", "main_customer360", stored)
    check(not wrong, "also what is stored, with its rows", *wrong)
    succeeded, said = dbt("run", "--select", "customer360__user_days+1", schema="copy")
    check(succeeded, "and a clone is built upon", said)
    wrong = differing("copy_customer360", "main_customer360", {"user_days", "activity_daily", "user_activity"})
    check(not wrong, "by tables of its own", *wrong)


def page():
    """The project of docs/dbt.md, of the blocks that begin with the name of a file: dbt reads it, and reads the package
    by it. All variables are on the page."""
    project = WORK / "company"
    text = (ROOT / "docs" / "dbt.md").read_text(encoding="utf-8")
    for name, block in re.findall(r"^```(?:yaml|jinja)\n(?:#|--) ([\w/.]+)[^\n]*\n(.*?)^```$", text, re.M | re.S):
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(block)
    (project / "packages.yml").write_text(f"packages: [{{local: {ROOT / 'dbt'}}}]", encoding="utf-8")
    (project / "profiles.yml").write_text((PROJECT / "profiles.yml").read_text(encoding="utf-8").replace(
        "integration_tests:", "company:"), encoding="utf-8")
    (project / "seeds").mkdir()
    for name, header in re.findall(r"seed\s+of\s+(?:the\s+)?(\w+)\s+has\s.*?\n\n    (\S[^\n]+)\n", text, re.S):
        (project / "seeds" / f"{name}.csv").write_text(header + "\n", encoding="utf-8")
    (project / "models" / "engaged.sql").write_text(
        "select account_id, days(activity) as days from {{ ref('customer360__user_activity') }}", encoding="utf-8")
    deps, said = dbt("deps", project=project, folder="page")
    parsed, said_too = dbt("parse", project=project, folder="page")
    check(deps and parsed, "the project of docs/dbt.md is one", said, said_too)
    variables = yaml.safe_load((ROOT / "dbt" / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    told = re.findall(r"^\| `(customer360_\w+)` \| (\S+)", text, re.M)
    told = {name: {"none": None, "`{}`": {}}.get(value, value.strip("`")) for name, value in told if name in variables}
    check({name: str(value).split(maxsplit=1)[0].lower() for name, value in variables.items()}
          == {name: str(value).lower() for name, value in told.items()},
          "docs/dbt.md tells the variables and their defaults", variables, told)


# What goes wrong, and what is said: a name, sentences, and how dbt is run.
UNKNOWN = {"customer360_source_schema": None}
SLIM = WORK / "slim" / "integration_tests"
REFUSALS = [
    ("no accounts", ["customer360 needs to know your accounts: set the variable customer360_models"],
     {"schema": "none", "variables": UNKNOWN}),
    ("a table that the contract has not", ["customer360_models names acounts, which is no table of the contract"],
     {"schema": "unknown", "variables": {"customer360_models": {"acounts": "stg_accounts"}}}),
    ("a system without a mapping", ["customer360_sources names strpe, for which there is no mapping; perhaps stripe is "
                                    "meant. There are mappings for delighted, hubspot"],
     {"schema": "system", "models": "customer360__mapping_queries",
      "variables": UNKNOWN | {"customer360_sources": {"hubspot": "raw_hubspot", "strpe": "raw_stripe"}}}),
    ("a connector without a mapping", ["names connector fivtran of hubspot, for which there is no mapping; perhaps "
                                       "fivetran is meant. There are mappings for fivetran"],
     {"schema": "connector", "models": "customer360__mapping_queries", "variables": UNKNOWN | {
         "customer360_sources": {"hubspot": {"schema": "raw_hubspot", "connector": "fivtran"}}}}),
    ("a schema that is none", ["schema raw_hubspt of hubspot does not exist"],
     {"schema": "landed", "models": "customer360__mapping_queries",
      "variables": UNKNOWN | {"customer360_sources": {"hubspot": "raw_hubspt"}}}),
    ("systems without schemas", ["customer360_sources is no object from system to schema. For example {hubspot:"],
     {"schema": "list", "variables": {"customer360_sources": ["hubspot"]}}),
    ("a model that is not built", ["says stands for accounts. Build it first: dbt build --select"],
     {"schema": "early", "variables": UNKNOWN | {"customer360_models": {"accounts": "stg_accounts"}}}),
    ("a column that is required", ["lacks what the views require", "Missing: column seeds.targets.account_id"],
     {"schema": "seeds", "variables": UNKNOWN | {"customer360_models": {"accounts": "targets"}}}),
    ("no extension", ["The extension customer360 is not installed in database bare", "CREATE EXTENSION customer360;"],
     {"schema": "bare", "user": "postgres", "PGDATABASE": "bare"}),
    ("the extension's schema", ["The models cannot be built in schema ext_customer360: it is that of the extension"],
     {"schema": "ext", "user": "postgres"}),
    ("the schema of customer360_create_views()", ["has the views of customer360_create_views(), which dbt would drop"],
     {"schema": "known", "user": "postgres"}),
    ("a model without what it gets its SQL from", ["is not built yet, from which this model gets its SQL"],
     {"schema": "unbuilt", "models": "customer360__accounts"})]


def slim_package():
    """The package without what no refusal needs: dbt reads it anew for other variables, and that takes the time."""
    shutil.copytree(ROOT / "dbt", SLIM.parent, ignore=shutil.ignore_patterns("dbt_packages", "target", "logs"))
    shutil.rmtree(SLIM.parent / "tests")
    for path in (SLIM.parent / "models").glob("**/*.*"):
        if not (path.name in ("_sources.yml", "_raw.yml", "customer360__accounts.sql")
                or path.suffix == ".sql" and path.parent.name in ("source", "mapped")):
            path.unlink()
    dbt("deps", project=SLIM, schema="slim")


def refused(name, sentences, options):
    options = dict(options)
    succeeded, said = dbt("run", "--select", options.pop("models", "customer360__source_queries"), project=SLIM,
                          **options)
    said = " ".join(said.split())
    return not succeeded and all(sentence in said for sentence in sentences), f"refused in a sentence: {name}", said


def refusals():
    slim_package()
    dbt("seed", "--select", "targets", schema="seeds", project=SLIM, variables=next(
        options["variables"] for _, _, options in REFUSALS if options["schema"] == "seeds"))
    for refusal in REFUSALS:
        check(*refused(*refusal))
    sql("update pg_extension set extversion = '0.9.0' where extname = 'customer360'")
    check(*refused("an extension that is too old", ["is of version 0.9.0, and these models need",
                                                   "ALTER EXTENSION customer360 UPDATE;"], {"schema": "unbuilt"}))


# What runs one after the other, in a database of its own; refusals want the views of demo_from_raw.
LANES = {"warehouse": ("main_build", "metrics", "late_events", "past_and_full_refresh", "empty", "production", "page"),
         "second": ("three_tables", "systems", "demo_from_raw", "refusals")}


def run_lane(database, parts):
    lane.database = database
    for part in parts:
        try:
            globals()[part]()
        except (RuntimeError, subprocess.CalledProcessError) as error:
            check(False, f"{part} ends", error)


def main():
    load()
    succeeded, said = dbt("deps")
    check(succeeded, "the package is installed", said)
    wanted = sys.argv[1:]
    lanes = [multiprocessing.get_context("fork").Process(target=run_lane, args=(
        database, [part for part in parts if not wanted or part in wanted])) for database, parts in LANES.items()]
    for process in lanes:
        process.start()
    for process in lanes:
        process.join()
        if process.exitcode:
            check(False, "a lane ends", process.exitcode)
    print(f"{counts[True]} passed, {counts[False]} failed")
    sys.exit(counts[False] > 0)


if __name__ == "__main__":
    main()
