// A row as an argument, taken apart by the planner: f(parameter, t) becomes f_columns(parameter, '{a,b}', t.a, t.b). To
// form the row and to take it apart again costs more than most functions do with its columns.
// Must not know: what the columns are for.
#pragma once

#include "pg/boundary/record.hpp"

namespace c360::pg {

// What a support function answers. The call's second argument is the row; `function`, of the same schema, takes the
// call's other arguments, then the columns' names as text[], then their values as VARIADIC "any". NULL where the call
// must stay: the row may be NULL as a whole (it stands on the nullable side of an outer join), has too many columns, or
// is no row whose columns the planner knows.
Datum columns_instead_of_row(Datum request, const char* function);

// Where names are among such arguments, and how they read there.
struct BoundColumns {
  char* key;  // the stored form of the columns' names; NULL before the first row
  std::size_t length;
  bool stable;     // the columns' names are a constant
  int* arguments;  // of each name's number; -1: no such column
  int attributes;  // of the jsonb column of that name, which has what no column has; -1: none, or every name is a
                   // column
  ColumnReader* readers;
};

// number: that of the argument with the columns' names.
void bind_columns(FunctionCallInfo fcinfo, int number, std::span<const std::string> names, MemoryContext context,
                  BoundColumns& bound);

}  // namespace c360::pg
