"""What docs/base.md says of drivers: parameters need no cast, and results arrive as its table says. Prints TAP.

Connects as PGHOST, PGPORT, PGUSER say; tools/check-drivers brings a server and the drivers.
"""
import datetime
import decimal
import json

import psycopg
import psycopg2
import sqlalchemy
from psycopg.types.range import Range

DAY, NEXT_MONTH = datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)
INSTANT = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC)
RUBRIC = json.dumps({"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary"}]})
JANUARY = Range(DAY, NEXT_MONTH)
D = decimal.Decimal
# A query with parameters of Python's own types, and its answer.
LINE = "(SELECT daterange('2026-01-01', NULL) AS valid) AS line"
CALLS = [
    ("SELECT mrr_at(mrr_agg(valid, %s), %s) FROM " + LINE, (price, DAY), D(5))
    for price in (5, 5.0, D(5), "5")
] + [
    ("SELECT round(mrr_normalize(%s, %s, %s), 2)", (1000, "year", 1), D("83.33")),
    ("SELECT arr(%s)", (83.5,), D("1002.00")),
    ("SELECT activity_coefficient(at, %s, %s) FROM (SELECT date '2026-01-31' AS at) AS events", (INSTANT.date(), 7), 1),
    ("SELECT band(%s, activity_bands())", (7,), "power"),
    ("SELECT nps(%s)", (9.0,), D(100)),
    ("SELECT csat(%s, %s)", (5, 5), D(1)),
    ("SELECT lifetime_value(%s, %s, %s)", (100, 0.8, D("0.05")), D(1600)),
    ("SELECT adoption_score(%s, %s)", (RUBRIC, '{"a": true}'), D(100)),
    ("SELECT try_amount(%s)", ("$1,200.00",), D("1200.00")),
    ("SELECT try_day(%s)", ("20260131",), INSTANT.date()),
    ("SELECT max_burst(%s, %s)", (INSTANT, datetime.timedelta(days=7)), 1),
    ("SELECT calendar_day(%s, %s)", (INSTANT, "UTC"), INSTANT.date()),
] + [
    ("SELECT active_users(entity, %s, %s, %s) FROM unnest(ARRAY[" + key + "]) AS entity",
     (DAY, "[2026-01-01,2026-01-03)", 7), [1, 1])
    for key in ("1::smallint", "1::integer", "1::bigint", "1.0::numeric", "'a'::text", "'a'::varchar",
                "gen_random_uuid()")
]
# What is no type of the driver's own: readable with the cast that the page names.
RESULTS = [
    ("activity_agg(date '2026-01-31')::datemultirange::text", "{[2026-01-31,2026-02-01)}"),
    ("mrr_agg(daterange('2026-01-01', NULL), 5)::text", "{[2026-01-01,)=5.00}"),
    ("survival(5, true)::text", "{5}"),
    ("(trend(i, date '2026-01-01' + i)).direction", None),
    ("((mrr_bridge(1, daterange('2026-01-01', NULL), 5, 'month', date '2026-01-31'))[1]).ending_mrr", D(5)),
]

count = 0


def ok(passed, name, detail=""):
    global count
    count += 1
    print(f"{'' if passed else 'not '}ok {count} - {name}", flush=True)
    if not passed:
        print(f"# {detail}")


def check(driver, run):
    for sql, parameters, expected in CALLS:
        compare(driver, run, sql, parameters, expected)
    for expression, expected in RESULTS:
        compare(driver, run, f"SELECT {expression} FROM (SELECT 1 AS i) AS one", (), expected)


def compare(driver, run, sql, parameters, expected):
    name = f"{driver}: {sql} {tuple(type(each).__name__ for each in parameters)}"
    try:
        answer = run(sql, parameters)
    except Exception as error:
        ok(False, name, str(error).replace("\n", " | "))
    else:
        ok(answer == expected and isinstance(answer, type(expected)), name, f"{answer!r} instead of {expected!r}")


with psycopg.connect("", autocommit=True) as connection:
    connection.execute("CREATE EXTENSION IF NOT EXISTS customer360; SET timezone = 'UTC'")
    for form in ("text", "binary"):
        cursor = connection.cursor(binary=form == "binary")
        check(f"psycopg {form}", lambda sql, parameters, cursor=cursor: cursor.execute(sql, parameters).fetchone()[0])
    for valid in (JANUARY, Range(INSTANT, None), Range(INSTANT.replace(tzinfo=None), None)):
        mrr = connection.execute("SELECT mrr_at(mrr_agg(%s, 5), '2026-01-31')", (valid,)).fetchone()[0]
        ok(mrr == D(5), f"psycopg: mrr_agg of a range of {type(valid.lower).__name__}", mrr)

with psycopg2.connect("") as connection:
    def run_psycopg2(sql, parameters):
        with connection.cursor() as cursor:
            try:
                cursor.execute(sql, parameters)
                return cursor.fetchone()[0]
            finally:
                connection.rollback()
    check("psycopg2", run_psycopg2)

engine = sqlalchemy.create_engine("postgresql+psycopg://")
with engine.connect() as connection:
    def run_sqlalchemy(sql, parameters):
        names = [f"p{i}" for i in range(len(parameters))]
        text = sql % tuple(f":{name}" for name in names) if names else sql
        try:
            values = dict(zip(names, parameters, strict=True))
            return connection.execute(sqlalchemy.text(text.replace("::", r"\:\:")), values).scalar()
        finally:
            connection.rollback()
    check("SQLAlchemy", run_sqlalchemy)
print(f"1..{count}")
