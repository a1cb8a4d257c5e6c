// Rows taken apart by the planner, and names bound to what is left of them.
// Must not know: what the columns are for.
#include "pg/boundary/columns.hpp"

#include "pg/boundary/args.hpp"

namespace c360::pg {

namespace {

bool holds(Node* tree, int relation) {
  if (tree == nullptr) return false;
  if (IsA(tree, RangeTblRef)) return reinterpret_cast<RangeTblRef*>(tree)->rtindex == relation;
  if (IsA(tree, FromExpr)) {
    ListCell* cell;
    foreach (cell, reinterpret_cast<FromExpr*>(tree)->fromlist)
      if (holds(static_cast<Node*>(lfirst(cell)), relation)) return true;
    return false;
  }
  if (!IsA(tree, JoinExpr)) return false;
  const auto* join = reinterpret_cast<JoinExpr*>(tree);
  return join->rtindex == relation || holds(join->larg, relation) || holds(join->rarg, relation);
}

// Can a row of the relation be NULL as a whole where an expression sees it?
bool is_nullable(Node* tree, int relation) {
  if (tree == nullptr || !holds(tree, relation)) return false;
  if (IsA(tree, FromExpr)) {
    ListCell* cell;
    foreach (cell, reinterpret_cast<FromExpr*>(tree)->fromlist)
      if (is_nullable(static_cast<Node*>(lfirst(cell)), relation)) return true;
    return false;
  }
  if (!IsA(tree, JoinExpr)) return false;
  const auto* join = reinterpret_cast<JoinExpr*>(tree);
  const bool left = holds(join->larg, relation);
  if (join->jointype == JOIN_INNER || join->jointype == JOIN_SEMI)
    return is_nullable(left ? join->larg : join->rarg, relation);
  if (join->jointype == JOIN_LEFT || join->jointype == JOIN_ANTI) return !left || is_nullable(join->larg, relation);
  if (join->jointype == JOIN_RIGHT) return left || is_nullable(join->rarg, relation);
  return true;
}

struct Columns {
  List* names;   // String nodes, as parallel as
  List* values;  // their expressions
};

// The columns of `ROW(…)`, or of a whole-row variable whose subquery was merged into the query.
bool columns_of(RowExpr* row, Columns& columns) {
  columns = {NIL, NIL};
  TupleDesc descriptor = row->colnames == NIL ? lookup_rowtype_tupdesc_noerror(row->row_typeid, -1, true) : nullptr;
  if (row->colnames == NIL && descriptor == nullptr) return false;
  const int width = descriptor ? std::min(descriptor->natts, list_length(row->args))
                               : std::min(list_length(row->colnames), list_length(row->args));
  for (int i = 0; i < width; ++i) {
    if (descriptor && TupleDescAttr(descriptor, i)->attisdropped) continue;
    columns.names =
        lappend(columns.names,
                descriptor ? static_cast<void*>(makeString(pstrdup(NameStr(TupleDescAttr(descriptor, i)->attname))))
                           : list_nth(row->colnames, i));
    columns.values = lappend(columns.values, list_nth(row->args, i));
  }
  if (descriptor) ReleaseTupleDesc(descriptor);
  return true;
}

bool columns_of(PlannerInfo* root, Var* row, Columns& columns) {
  if (row->varattno != InvalidAttrNumber || row->varlevelsup != 0) return false;
  // Grouping sets make whole rows NULL; in every other place they are NULL only because of an outer join.
  if (root->parse->groupingSets != NIL || is_nullable(reinterpret_cast<Node*>(root->parse->jointree), row->varno))
    return false;
  columns = {NIL, NIL};
  expandRTE(rt_fetch(row->varno, root->parse->rtable), row->varno, 0 C360_RETURNING_OF(row), -1, false, &columns.names,
            &columns.values);
  return true;
}

Const* names_constant(List* names) {
  auto* datums = static_cast<Datum*>(palloc(sizeof(Datum) * static_cast<std::size_t>(list_length(names))));
  int count = 0;
  ListCell* cell;
  foreach (cell, names) datums[count++] = CStringGetTextDatum(strVal(lfirst(cell)));
  return makeConst(TEXTARRAYOID, -1, DEFAULT_COLLATION_OID, -1,
                   PointerGetDatum(construct_array(datums, count, TEXTOID, -1, false, TYPALIGN_INT)), false, false);
}

}  // namespace

Datum columns_instead_of_row(Datum request_datum, const char* function) {
  auto* request = reinterpret_cast<SupportRequestSimplify*>(DatumGetPointer(request_datum));
  if (!IsA(request, SupportRequestSimplify) || request->root == nullptr) return 0;
  FuncExpr* const call = request->fcall;
  if (list_length(call->args) < 2) return 0;
  Columns columns;
  auto* row = static_cast<Node*>(lsecond(call->args));
  if (IsA(row, Var) ? !columns_of(request->root, reinterpret_cast<Var*>(row), columns)
                    : !IsA(row, RowExpr) || !columns_of(reinterpret_cast<RowExpr*>(row), columns))
    return 0;

  List* arguments = NIL;
  Oid types[FUNC_MAX_ARGS];
  int count = 0;
  for (int i = 0; i < list_length(call->args); ++i) {
    if (i == 1) continue;
    auto* argument = static_cast<Node*>(list_nth(call->args, i));
    arguments = lappend(arguments, argument);
    types[count++] = exprType(argument);
  }
  if (list_length(columns.values) == 0 || count + 1 + list_length(columns.values) > FUNC_MAX_ARGS) return 0;
  arguments = lappend(arguments, names_constant(columns.names));
  types[count++] = TEXTARRAYOID;
  types[count++] = ANYOID;
  List* const name =
      list_make2(makeString(get_namespace_name(get_func_namespace(call->funcid))), makeString(pstrdup(function)));
  const Oid target = LookupFuncName(name, count, types, true);
  if (!OidIsValid(target)) return 0;  // an older version of the extension's script
  return PointerGetDatum(makeFuncExpr(target, call->funcresulttype, list_concat(arguments, columns.values), InvalidOid,
                                      InvalidOid, COERCE_EXPLICIT_CALL));
}

void bind_columns(FunctionCallInfo fcinfo, int number, std::span<const std::string> names, MemoryContext context,
                  BoundColumns& bound) {
  if (bound.key != nullptr) {
    if (bound.stable) return;
    const std::string_view key = text_from(PG_GETARG_DATUM(number));
    if (key.size() == bound.length && std::memcmp(key.data(), bound.key, bound.length) == 0) return;
  }
  Datum* columns;
  bool* nulls;
  int count;
  deconstruct_array(PG_GETARG_ARRAYTYPE_P(number), TEXTOID, -1, false, TYPALIGN_INT, &columns, &nulls, &count);
  if (get_fn_expr_variadic(fcinfo->flinfo) || count != PG_NARGS() - number - 1)
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("there must be as many values as column names"),
                    errdetail("There are %d names and %d values.", count,
                              get_fn_expr_variadic(fcinfo->flinfo) ? 0 : PG_NARGS() - number - 1),
                    errhint("Pass a whole row to adoption_score or health_score; the planner calls this function.")));
  const std::string_view key = text_from(PG_GETARG_DATUM(number));
  const MemoryContext before = MemoryContextSwitchTo(context);
  bound.key = static_cast<char*>(palloc(key.size() + 1));
  std::memcpy(bound.key, key.data(), key.size());
  bound.length = key.size();
  bound.stable = get_fn_expr_arg_stable(fcinfo->flinfo, number);
  bound.arguments = static_cast<int*>(palloc(sizeof(int) * std::max<std::size_t>(names.size(), 1)));
  bound.readers = static_cast<ColumnReader*>(palloc0(sizeof(ColumnReader) * std::max<std::size_t>(names.size(), 1)));
  bool is_complete = true;
  for (std::size_t i = 0; i < names.size(); ++i) {
    bound.arguments[i] = -1;
    for (int column = 0; column < count; ++column) {
      if (nulls[column] || text_from(columns[column]) != names[i]) continue;
      bound.arguments[i] = number + 1 + column;
      bound.readers[i] = column_reader(get_fn_expr_argtype(fcinfo->flinfo, number + 1 + column), context);
      break;
    }
    is_complete = is_complete && bound.arguments[i] >= 0;
  }
  bound.attributes = -1;
  for (int column = 0; column < count && !is_complete; ++column)
    if (!nulls[column] && text_from(columns[column]) == attributes_column &&
        get_fn_expr_argtype(fcinfo->flinfo, number + 1 + column) == JSONBOID)
      bound.attributes = number + 1 + column;
  MemoryContextSwitchTo(before);
}

}  // namespace c360::pg
