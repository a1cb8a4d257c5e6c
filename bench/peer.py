"""One in-process peer, DuckDB or ClickHouse, behind a pipe: a JSON request a line in, a JSON reply a line out.
It knows how to run and time a statement, and nothing of the benchmark. Runs in the bench's own virtual environment."""

import json
import os
import sys
import time


class DuckDB:
    def __init__(self):
        import duckdb

        self.version = duckdb.__version__
        self.connection = duckdb.connect()

    def run(self, sql, threads):
        self.connection.execute(f"SET threads = {threads}")
        rows = self.connection.execute(sql).fetchall()
        return ["|".join("" if value is None else str(value) for value in row) for row in rows]


class ClickHouse:
    def __init__(self):
        from chdb.session import Session

        self.session = Session()
        self.version = self.run("SELECT version()", 1)[0]

    def run(self, sql, threads):
        self.session.query(f"SET max_threads = {threads}")
        return str(self.session.query(sql, "TSV")).replace("\t", "|").splitlines()


def main():
    # The replies' own channel: whatever a library prints goes to standard error.
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def reply(**fields):
        replies.write(json.dumps(fields) + "\n")
        replies.flush()

    peer = {"duckdb": DuckDB, "clickhouse": ClickHouse}[sys.argv[1]]()
    reply(version=peer.version)
    for line in sys.stdin:
        request = json.loads(line)
        start, processor = time.perf_counter(), time.process_time()
        try:
            rows = peer.run(request["sql"], request["threads"])
        except Exception as error:
            reply(error=str(error))
        else:
            elapsed, processor = time.perf_counter() - start, time.process_time() - processor
            reply(rows=rows, elapsed=1000 * elapsed, processor=1000 * processor)


main()
