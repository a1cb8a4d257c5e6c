// Files for queries without rows: Evidence writes none for them, and then builds no page at all. A company that has no
// surveys or tickets has such queries. Runs after `evidence sources`, as package.json says.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bool, Field, Float64, RecordBatch, Schema, Table, TimestampMillisecond, Utf8, makeData, Struct, tableToIPC } from 'apache-arrow';
import { Table as ParquetTable, writeParquet } from 'parquet-wasm/node/arrow1.js';

const types = { number: Float64, string: Utf8, date: TimestampMillisecond, boolean: Bool };
const data = '.evidence/template/static/data';
const folders = (place) => readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isDirectory());

for (const source of folders(data)) {
  for (const query of folders(join(data, source.name))) {
    const file = join(data, source.name, query.name, query.name);
    if (!existsSync(`${file}.schema.json`)) continue;
    if (existsSync(`${file}.parquet`) && statSync(`${file}.parquet`).size > 0) continue;
    const columns = JSON.parse(readFileSync(`${file}.schema.json`, 'utf8'));
    const schema = new Schema(columns.map(({ name, evidenceType }) => new Field(name, new types[evidenceType](), true)));
    const nothing = new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: 0 }));
    const stream = tableToIPC(new Table(schema, [nothing]), 'stream');
    writeFileSync(`${file}.parquet`, writeParquet(ParquetTable.fromIPCStream(stream)));
  }
}
