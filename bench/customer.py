#!/usr/bin/env python3
"""The Customer 360 table as a whole: the demo warehouse at several scales, and what every view of the pack costs there.

Runs inside `tools/cluster run`, called by tools/bench. SCALES ("1 10") and ROUNDS (5) set the sizes. Every column of
every row is computed, and none is sent: the rows are made text and counted.
"""

import os
import pathlib
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCALES = os.environ.get("SCALES", "1 10").split()
ROUNDS = int(os.environ.get("ROUNDS", 5))
REPORT = ROOT / "build" / "bench" / "customer_360.md"


def psql(database, text):
    result = subprocess.run(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", database], input=text, text=True,
                            capture_output=True)
    if result.returncode:
        sys.exit(result.stderr)
    return result.stdout


def milliseconds(database, view):
    query = f"select sum(length(v::text)) from {view} as v;\n"
    times = re.findall(r"^Time: ([0-9.]+) ms", psql(database, "\\timing on\n" + query * (ROUNDS + 1)), re.M)
    return statistics.median(map(float, times[1:]))  # the first one reads what the others find in memory


def main():
    accounts, events, cost = {}, {}, {}
    for scale in SCALES:
        database = f"scale_{scale.replace('.', '_')}"
        subprocess.run(["createdb", database], check=True)
        environment = dict(os.environ, PGDATABASE=database, SCALE=scale)
        subprocess.run([ROOT / "tools" / "load-demo"], check=True, env=environment, stdout=subprocess.DEVNULL)
        counts = psql(database, "select count(*) from accounts; select count(*) from product_events").split()
        accounts[scale], events[scale] = map(int, counts)
        views = psql(database, "select name from c360_view_pack() where key is null order by name").split()
        cost[scale] = {view: milliseconds(database, view) for view in views}
        subprocess.run(["dropdb", database], check=True)

    first = SCALES[0]
    lines = ["## customer_360: the view pack over the demo warehouse", "",
             f"Medians of {ROUNDS} rounds; every column of every row. Growth: of the time, per growth of the accounts; "
             "1 is linear, less is better.", "",
             "| view | "
             + " | ".join(f"ms at SCALE={s}: {accounts[s]:,} accounts, {events[s]:,} events" for s in SCALES)
             + " |" + "".join(f" growth to {s} |" for s in SCALES[1:]),
             "|---|" + "--:|" * (2 * len(SCALES) - 1)]
    for view in sorted(cost[first], key=lambda name: (name != "customer_360", name)):
        growth = [f" {cost[s][view] / cost[first][view] / (accounts[s] / accounts[first]):.2f} |" for s in SCALES[1:]]
        lines.append(f"| `{view}` | " + " | ".join(f"{cost[s][view]:,.0f}" for s in SCALES) + " |" + "".join(growth))
    limit = cost[first]["customer_360"]
    lines += ["", f"Goal: customer_360 at SCALE={first} in less than 5 s: {limit / 1000:.2f} s, "
              + ("met." if limit < 5000 else "missed.")]
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
