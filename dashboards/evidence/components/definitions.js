// What a column of a view means, from rows of metric_definitions.
export function meaning(definitions, view, column) {
  const row = Array.from(definitions ?? []).find((d) => d.view_name === view && d.column_name === column);
  return row?.definition;
}
