"""Every view as a dataset of Superset, read by the role and by the columns that docs/bi.md names; prints TAP.

Superset builds the SQL, as for a chart: rows of each view, and for each row of the page's table the sums by each column
to group by. psql's answer must be the same. The database is that of psql's settings, with the demo in it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from superset.app import create_app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "bi.md"
SCHEMA = "customer_success"
numbers = {"passed": 0, "failed": 0}


def ok(condition, name, detail=""):
    numbers["passed" if condition else "failed"] += 1
    print(f"{'' if condition else 'not '}ok {sum(numbers.values())} - {name}")
    if not condition and detail:
        print("\n".join(f"#   {line}" for line in str(detail).splitlines()))


def psql(sql):
    done = subprocess.run(["psql", "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql], check=True, text=True,
                          stdout=subprocess.PIPE)
    return [line.split("\t") for line in done.stdout.splitlines()]


def page():
    """The role as the page makes it, and the table that says which columns are which."""
    text = PAGE.read_text(encoding="utf-8")
    role = "\n".join(re.findall(r"^    ((?:CREATE|GRANT|ALTER) [^\n]*;)", text, re.M)).replace("'…'", "'superset'")
    rows = re.findall(r"^\| `(\w+)` \|([^\n]*)\|$", text[text.index("## Which columns are which"):], re.M)
    names = ("ids", "time", "groups", "sums", "others")
    return role, {view: dict(zip(names, [re.findall(r"`(\w+)`", cell) for cell in row.split("|")[1:]], strict=True))
                  for view, row in rows}


def total(aggregate, column):
    return {"expressionType": "SIMPLE", "aggregate": aggregate, "column": {"column_name": column},
            "label": f"{aggregate} {column}"}


def query(dataset, **settings):
    """What a chart asks: its SQL, and a frame of its rows."""
    asked = {"granularity": None, "from_dttm": None, "to_dttm": None, "is_timeseries": False, "columns": [],
             "metrics": [], "filter": [], "orderby": [], "row_limit": 1000, "extras": {}, **settings}
    result = dataset.query(asked)
    if result.error_message or str(result.status) not in ("success", "QueryStatus.SUCCESS"):
        raise RuntimeError(f"{result.error_message or result.status}\n{result.query}")
    return result.df


def number(value):
    return None if value in (None, "") or value != value else round(float(value), 6)


def check_view(dataset, view, known):
    wanted = {name for name, in psql(f"select attname from pg_attribute where attrelid = '{SCHEMA}.{view}'::regclass"
                                     " and attnum > 0 and not attisdropped")}
    columns = {column.column_name: column for column in dataset.columns}
    ok(columns.keys() == wanted, f"{view}: a dataset with all columns", sorted(columns.keys() ^ wanted))
    untyped = [name for name, column in columns.items() if not column.type or column.type == "NULL"]
    ok(not untyped, f"{view}: each has a type", untyped)
    try:
        rows = len(query(dataset, columns=sorted(columns), row_limit=20))
        [[count]] = psql(f"select count(*) from (select from {SCHEMA}.{view} limit 20) as first_rows")
        ok(rows == int(count), f"{view}: its rows are read", f"{rows}, psql reads {count}")
    except Exception as error:  # pylint: disable=broad-except
        ok(False, f"{view}: its rows are read", error)
    if not known:
        return
    unknown = [name for names in known.values() for name in names if name not in columns]
    ok(not unknown, f"{view}: has the columns that the page names", unknown)
    ok(all(columns[name].is_dttm for name in known["time"]), f"{view}: has time where the page says", known["time"])
    ok(all(columns[name].is_numeric for name in known["sums"] + known["others"]), f"{view}: its numbers are numbers",
       known["sums"] + known["others"])
    for group in known["groups"]:
        metrics = [total("SUM", name) for name in known["sums"]] + [total("AVG", name) for name in known["others"]]
        frame = query(dataset, columns=[group], metrics=metrics)
        got = {str(row[0]): [number(value) for value in row[1:]] for row in frame.itertuples(index=False)}
        said = psql(f"select coalesce({group}::text, 'None'), " + ", ".join(
            f"{metric['aggregate']}({metric['column']['column_name']})" for metric in metrics)
            + f" from {SCHEMA}.{view} group by {group}")
        expected = {row[0]: [number(value) for value in row[1:]] for row in said}
        ok(got == expected, f"{view}: totals by {group}", f"{got}\npsql says\n{expected}")


def main():
    role, known = page()
    psql(role)
    app = create_app()
    with app.app_context():
        from superset import db, security_manager
        from superset.connectors.sqla.models import SqlaTable
        from superset.models.core import Database
        from superset.utils.core import override_user
        security_manager.sync_role_definitions()
        admin = security_manager.add_user("admin", "A", "Tester", "nobody@localhost",
                                          security_manager.find_role("Admin"), "superset")
        database = Database(database_name="warehouse")
        database.set_sqlalchemy_uri(f"postgresql+psycopg2://bi@/{os.environ['PGDATABASE']}?host={os.environ['PGHOST']}"
                                    f"&port={os.environ['PGPORT']}")
        db.session.add(database)
        db.session.commit()
        views = [name for name, in psql(f"select viewname from pg_views where schemaname = '{SCHEMA}'"
                                        " and viewname !~ '^(source_|stored_|compute_)' order by 1")]
        ok(known.keys() <= set(views), "the page names views that are there", known.keys() - set(views))
        with override_user(admin):
            for view in views:
                dataset = SqlaTable(table_name=view, schema=SCHEMA, database=database)
                db.session.add(dataset)
                dataset.fetch_metadata()
                db.session.commit()
                check_view(dataset, view, known.get(view))
    print(f"{numbers['passed']} passed, {numbers['failed']} failed")
    sys.exit(numbers["failed"] > 0)


if __name__ == "__main__":
    main()
