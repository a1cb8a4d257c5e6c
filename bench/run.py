"""Runs the benchmarks of the domains named on the command line: data, comparison of answers, rounds, report.
What is measured, and the goals, stand in bench/<domain>.sql; the peers run in bench/peer.py. Python's library only."""

import collections
import datetime
import json
import os
import pathlib
import re
import statistics
import string
import subprocess
import sys
import threading
import time

BENCH = pathlib.Path(__file__).resolve().parent
BUILD = BENCH.parent / "build" / "bench"
SIZES = {name: int(os.environ.get(name.upper(), default))
         for name, default in (("events", 20_000_000), ("accounts", 50_000), ("users", 1_000_000),
                               ("customers", 500_000), ("scores", 1_000_000), ("journeys", 5_000_000),
                               ("answers", 5_000_000), ("tickets", 2_000_000), ("measured", 2_000_000),
                               ("pairs", 2_000_000))}
ROUNDS = int(os.environ.get("ROUNDS", 5))
ONLY = re.compile(os.environ.get("ONLY", ""))

# Milliseconds on the clock, and of the processor where one thread did the work: these leave out what other programs on
# the machine took meanwhile.
Time = collections.namedtuple("Time", "elapsed processor")


def say(text):
    print(text, file=sys.stderr, flush=True)


# ---- the benchmark file

DIRECTIVE = r"-- (setup|section|floor|ours|name|title|system|threads|groups|rows|rounds|goal): (.*)"
GOAL = r"(.*): (.*) / (\S+) (<=|>=) ([\d.]+)"


def run_of(name, threads=1):
    """A run is a query on a number of threads, written ID@2; ID alone means one thread."""
    return name if "@" in name else f"{name}@{threads}"


class Query:
    def __init__(self, name, section):
        self.name, self.section = name, section
        self.title, self.system, self.answer, self.grouped, self.once = name, "postgres", None, False, False
        self.threads, self.lines = None, []

    @property
    def runs(self):
        return [(run_of(self.name, threads), threads) for threads in self.threads]

    @property
    def sql(self):
        return re.sub(r"^--.*\n?", "", "\n".join(self.lines), flags=re.M).strip().rstrip(";")

    @property
    def timed(self):
        return f"SELECT sum(value) FROM ({self.sql}) AS answer" if self.grouped else self.sql

    @property
    def compared(self):
        if not self.grouped:
            return self.sql
        return f"SELECT count(*), sum(value), sum(value * (id % 1009 + 1)) FROM ({self.sql}) AS answer"


class Section:
    def __init__(self, title):
        self.title, self.floor, self.ours, self.queries = title, None, None, []


class Benchmark:
    """A parsed bench/<domain>.sql; its head describes the directives."""

    def __init__(self, domain, file):
        self.setups, self.sections, self.queries, self.goals = [], [], {}, []
        readable = {name: f"{size:,}" for name, size in SIZES.items()}
        source = (BENCH / f"{domain}.sql").read_text()
        self.sizes = {name: size for name, size in SIZES.items() if f"${{{name}}}" in source}
        lines = None
        for line in source.splitlines():
            directive = re.match(DIRECTIVE, line)
            if not directive:
                if lines is not None:
                    lines.append(string.Template(line).substitute(SIZES, file=file))
                continue
            word, text = directive.groups()
            if word == "setup":
                lines = []
                self.setups.append((text, lines))
            elif word == "section":
                section = Section(string.Template(text).substitute(readable))
                self.sections.append(section)
                lines = None
            elif word in ("floor", "ours"):
                setattr(section, word, run_of(text))
            elif word == "name":
                query = self.queries[text] = Query(text, section)
                section.queries.append(query)
                lines = query.lines
            elif word == "threads":
                query.threads = [int(count) for count in text.split()]
            elif word in ("groups", "rows"):
                query.answer, query.grouped = text, word == "groups"
            elif word == "rounds":
                query.once = text == "once"
            elif word == "goal":
                self.goals.append(Goal(text))
                lines = None
            else:
                setattr(query, word, text)
        self.systems = {query.system for query in self.queries.values()}
        for query in self.queries.values():
            query.threads = query.threads or ([1, 2] if query.system in ("duckdb", "clickhouse") else [1])


class Goal:
    def __init__(self, text):
        self.title, above, below, self.relation, limit = re.fullmatch(GOAL, text).groups()
        self.above, self.below, self.limit = [run_of(name) for name in above.split(", ")], run_of(below), float(limit)

    def reached(self, measurement):
        """The ratio, or None where one of its times is missing."""
        if not all(run in measurement.times for run in [*self.above, self.below]):
            return None
        return measurement.ratio(min(self.above, key=measurement.median), self.below)

    def met(self, ratio):
        return ratio <= self.limit if self.relation == "<=" else ratio >= self.limit


# ---- the systems

class Failed(Exception):
    pass


class Postgres:
    """One psql session; PGHOST and the like lead to the server."""

    def __init__(self):
        self.psql = subprocess.Popen(["psql", "-XAtq", "-v", "ON_ERROR_STOP=0"], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.threads, self.backend = None, None
        self.send("\\timing on")
        self.version = self.send("SHOW server_version;")[0][0]
        self.available = set(self.send("SELECT name FROM pg_available_extensions;")[0])

    def send(self, statements):
        """The rows, and the milliseconds that the last statement took."""
        self.psql.stdin.write(statements + "\n\\echo '--done'\n")
        self.psql.stdin.flush()
        rows, ms = [], None
        while (line := self.psql.stdout.readline()) != "--done\n":
            if not line:
                raise Failed("the server is gone: " + " ".join(rows[-3:]))
            timing = re.match(r"Time: ([\d.]+) ms", line)
            if timing:
                ms = float(timing.group(1))
            else:
                rows.append(line.rstrip("\n"))
        errors = [row for row in rows if re.match(r"(ERROR|FATAL):|.*: error:", row)]
        if errors:
            raise Failed(" ".join(rows))
        return rows, ms

    def setup(self, statements):
        self.send(statements)
        if "pg_prewarm" not in self.available:
            say("  pg_prewarm is not installed: the comparison of answers warms the tables")
            return
        self.send("CREATE EXTENSION IF NOT EXISTS pg_prewarm;"
                  "SELECT pg_prewarm(oid::regclass) FROM pg_class "
                  "WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace;")

    def processor(self):
        nanoseconds = pathlib.Path(f"/proc/{self.backend}/schedstat").read_text().split()[0]
        return int(nanoseconds) / 1e6

    def run(self, sql, threads):
        if self.backend is None:
            self.backend = int(self.send("SELECT pg_backend_pid();")[0][0])
        if threads != self.threads:
            # A worker is used wherever it can be: what is measured is its use, not the planner's estimate of it.
            worth = "SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;"
            self.send(f"SET max_parallel_workers_per_gather = {threads - 1}; {worth}")
            self.threads = threads
        before = self.processor()
        rows, elapsed = self.send(sql + ";")
        return rows, Time(elapsed, self.processor() - before if threads == 1 else None)

    def reconnect(self):
        """A server process that remembers nothing, so that its memory is that of the next query."""
        self.send("\\connect")
        self.threads, self.backend = None, int(self.send("SELECT pg_backend_pid();")[0][0])

    def plan(self, sql, threads):
        return self.run("EXPLAIN (COSTS OFF) " + sql, threads)[0]


class Memory:
    """The most private memory that a process had meanwhile, in MiB; shared buffers are not counted."""

    def __init__(self, process):
        self.status, self.most = pathlib.Path(f"/proc/{process}/status"), 0
        self.over = threading.Event()
        self.sampler = threading.Thread(target=self.sample)

    def sample(self):
        while True:
            self.most = max(self.most, int(re.search(r"RssAnon:\s*(\d+)", self.status.read_text()).group(1)) / 1024)
            if self.over.wait(0.01):
                return

    def __enter__(self):
        self.sampler.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.sampler.join()


class Peer:
    def __init__(self, name):
        python = BUILD / "venv" / "bin" / "python"
        if not python.exists():
            raise Failed("no virtual environment")
        log = open(BUILD / f"{name}.log", "w")  # noqa: SIM115
        self.process = subprocess.Popen([python, BENCH / "peer.py", name], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=log, text=True)
        self.version = self.reply()["version"]

    def reply(self):
        line = self.process.stdout.readline()
        if not line:
            raise Failed("not installed, or its process died")
        reply = json.loads(line)
        if "error" in reply:
            raise Failed(reply["error"])
        return reply

    def setup(self, statements):
        for statement in statements.split(";\n"):
            if statement.strip():
                self.run(statement.strip().rstrip(";"), os.cpu_count())

    def run(self, sql, threads):
        self.process.stdin.write(json.dumps({"sql": sql, "threads": threads}) + "\n")
        self.process.stdin.flush()
        reply = self.reply()
        return reply["rows"], Time(reply["elapsed"], reply["processor"] if threads == 1 else None)


def connect():
    """The systems that are there, and a word about each peer that is not."""
    postgres = Postgres()
    systems, absent = {"postgres": postgres, "customer360": postgres}, {}
    for name in ("duckdb", "clickhouse"):
        try:
            systems[name] = Peer(name)
        except Failed as error:
            absent[name] = str(error)
    for name, why in absent.items():
        say(f"{name} is left out: {why}")
    return systems, absent


# ---- the measurement

class Measurement:
    def __init__(self, domain, systems):
        self.domain, self.systems = domain, systems
        self.file = BUILD / f"{domain}.csv"
        self.benchmark = Benchmark(domain, self.file)
        self.times = collections.defaultdict(list)
        self.memory, self.agreeing, self.problems = {}, set(), []
        self.queries = [query for query in self.benchmark.queries.values()
                        if query.system in systems and ONLY.search(query.name)]

    def load(self):
        try:
            for system, lines in self.benchmark.setups:
                if system in self.systems:
                    start = time.monotonic()
                    self.systems[system].setup("\n".join(lines))
                    say(f"  {system} loaded in {time.monotonic() - start:.0f} s")
        finally:
            self.file.unlink(missing_ok=True)

    def first_answer(self, query, run, threads):
        system = self.systems[query.system]
        if not isinstance(system, Postgres):
            return system.run(query.compared, threads)
        system.reconnect()
        with Memory(system.backend) as memory:
            answer = system.run(query.compared, threads)
        self.memory[run] = memory.most
        return answer

    def compare(self):
        """Runs every query once; those that fail, or disagree with plain SQL, are not timed."""
        answers = collections.defaultdict(dict)
        for query in self.queries:
            for run, threads in query.runs:
                try:
                    rows, taken = self.first_answer(query, run, threads)
                except Failed as error:
                    self.problems.append(f"{run} failed: {error}")
                    continue
                say(f"  {run}: {taken.elapsed:.0f} ms")
                answers[query.answer][run] = query.system, sorted(rows)
                if query.once:
                    self.times[run].append(taken)
        for found in answers.values():
            plain = [run for run, (system, _) in found.items() if system == "postgres"]
            reference = (plain or list(found))[0]
            expected = found[reference][1]
            for run, (_, rows) in found.items():
                if rows == expected:
                    self.agreeing.add(run)
                    continue
                self.times.pop(run, None)
                differing = sorted(set(rows) ^ set(expected))
                self.problems.append(f"{run} does not answer as {reference}: {len(differing)} rows differ, "
                                     f"e.g. {' and '.join(differing[:4])}")

    def plans(self):
        with open(BUILD / f"{self.domain}.plans", "w") as file:
            for query in self.queries:
                system = self.systems[query.system]
                for run, threads in query.runs:
                    if isinstance(system, Postgres) and run in self.agreeing:
                        print(run, *system.plan(query.timed, threads), "", sep="\n", file=file)

    def rounds(self):
        answers = {}
        for number in range(1, ROUNDS + 1):
            start = time.monotonic()
            for query in self.queries:
                for run, threads in query.runs:
                    if query.once or run not in self.agreeing:
                        continue
                    rows, taken = self.systems[query.system].run(query.timed, threads)
                    if answers.setdefault(query.name, sorted(rows)) != sorted(rows):
                        raise Failed(f"{run} answers differently in round {number}")
                    self.times[run].append(taken)
            say(f"  round {number} of {ROUNDS}: {time.monotonic() - start:.0f} s")

    def median(self, run):
        return statistics.median(taken.elapsed for taken in self.times[run])

    def ratio(self, run, base):
        """The median of the rounds' ratios: what slows a whole round down does not count. Of processor times, where
        both ran on one thread."""
        serial = all(taken.processor for taken in self.times[run] + self.times[base])
        times = [taken.processor if serial else taken.elapsed for taken in self.times[run]]
        bases = [taken.processor if serial else taken.elapsed for taken in self.times[base]]
        if len(times) == len(bases):
            return statistics.median(time / other for time, other in zip(times, bases, strict=True))
        return statistics.median(times) / statistics.median(bases)

    @property
    def share(self):
        """Of the time of serial queries, the part that they had a core."""
        serial = [taken for times in self.times.values() for taken in times if taken.processor]
        return sum(taken.processor for taken in serial) / sum(taken.elapsed for taken in serial) if serial else None


# ---- the report

LABELS = {("postgres", 1): "PostgreSQL", ("postgres", 2): "PostgreSQL, one worker",
          ("customer360", 1): "**customer360**", ("customer360", 2): "**customer360**, one worker",
          ("duckdb", 1): "DuckDB T1", ("duckdb", 2): "DuckDB T2",
          ("clickhouse", 1): "ClickHouse T1", ("clickhouse", 2): "ClickHouse T2"}


def machine():
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text()).group(1))
    return f"{os.cpu_count()} × {cpu.group(1) if cpu else os.uname().machine}, {memory / 2**20:.0f} GiB"


def versions(measurement):
    return ", ".join(f"{label} {measurement.systems[name].version}"
                     for name, label in (("postgres", "PostgreSQL"), ("duckdb", "DuckDB"), ("clickhouse", "ClickHouse"))
                     if name in measurement.benchmark.systems and name in measurement.systems)


def table(section, measurement):
    def against(run, base):
        return f"{measurement.ratio(run, base):.2f}" if base in measurement.times else ""

    yield "| query | system | ms | least – most | × floor | × ours | MiB |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    marks = {section.floor: " (floor)", section.ours: " (ours)"}
    for query in section.queries:
        for run, threads in query.runs:
            if run not in measurement.times:
                continue
            times = [taken.elapsed for taken in measurement.times[run]]
            cells = (query.title.replace("|", "\\|") + marks.get(run, ""),
                     LABELS[query.system, threads],
                     f"{measurement.median(run):.0f}",
                     f"{min(times):.0f} – {max(times):.0f}" if len(times) > 1 else "",
                     against(run, section.floor),
                     against(run, section.ours),
                     f"{measurement.memory[run]:.0f}" if run in measurement.memory else "")
            yield f"| {' | '.join(cells)} |"


def report(measurement, absent):
    yield f"# {measurement.domain}: " + ", ".join(
        f"{size:,} {name}" for name, size in measurement.benchmark.sizes.items())
    yield ""
    yield f"{datetime.date.today()} · {machine()} · {versions(measurement)}"
    yield ""
    yield (f"Medians of {ROUNDS} interleaved rounds, of times and of ratios; queries without a spread ran once; all "
           "tables in memory. T1 and T2: one and two threads. Every query gave the same answer as its equivalents "
           "before it was timed. Ratios between queries on one thread are of processor time, others of elapsed time. "
           "MiB: the most private memory of PostgreSQL's leading process, tables not counted.")
    if measurement.share:
        yield (f"\nQueries on one thread had a core for {100 * measurement.share:.0f} % of their time; the less, the "
               "busier was the machine with other work, and the less are the ratios on two threads worth.")
    for name, why in absent.items():
        if name not in measurement.benchmark.systems:
            continue
        yield f"\n{name} was left out: {why}."
    for section in measurement.benchmark.sections:
        rows = list(table(section, measurement))
        if len(rows) > 2:
            yield f"\n## {section.title}\n"
            yield from rows
    yield "\n## Goals\n"
    yield "| goal | ratio | limit | |"
    yield "|---|--:|--:|---|"
    for goal in measurement.benchmark.goals:
        ratio = goal.reached(measurement)
        verdict = "not measured" if ratio is None else "met" if goal.met(ratio) else "**missed**"
        sign = {"<=": "≤", ">=": "≥"}[goal.relation]
        yield f"| {goal.title} | {'' if ratio is None else f'{ratio:.2f}'} | {sign} {goal.limit:g} | {verdict} |"
    if measurement.problems:
        yield "\n## Not timed\n"
        yield from (f"- {problem}" for problem in measurement.problems)


def main():
    BUILD.mkdir(parents=True, exist_ok=True)
    systems, absent = connect()
    failed = False
    for domain in sys.argv[1:]:
        measurement = Measurement(domain, systems)
        say(f"{domain}: data")
        measurement.load()
        say(f"{domain}: answers")
        measurement.compare()
        for problem in measurement.problems:
            say(f"  not timed: {problem}")
        measurement.plans()
        say(f"{domain}: rounds")
        measurement.rounds()
        text = "\n".join(report(measurement, absent)) + "\n"
        (BUILD / f"{domain}.md").write_text(text)
        print(text, end="")
        failed = failed or bool(measurement.problems)
    return 1 if failed else 0


try:
    sys.exit(main())
except Failed as error:
    sys.exit(f"bench: {error}")
except KeyboardInterrupt:
    sys.exit(130)
