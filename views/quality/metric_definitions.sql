-- What every number means: one row per column of a view of the pack, of a source table, or of source_faults. Dashboards
-- show it beside the number.
--
-- view_name: the view, or table
-- place: which column of it, 1 for the first
-- column_name: the column
-- definition: what it says, its unit, and when it is NULL
-- one_row: what the view is, and what one of its rows stands for
select
  definition.view_name,
  definition.place,
  definition.column_name,
  definition.definition,
  definition.one_row
from customer360_definitions() as definition
