// What population-level aggregates ask about the call, the query and the settings.
// Must not know: any particular aggregate.
#include "pg/boundary/aggregate.hpp"

#include "pg/session.hpp"

namespace c360::pg {

std::size_t population_memory_limit() { return static_cast<std::size_t>(session_population_memory()) * 1024; }

// From 32 random bytes that initdb drew for this cluster and that no SQL shows, and from the statement's time, which
// workers get from their leader. That states of one query have one seed makes merging quicker; it is not relied upon.
HashSeed statement_seed() {
  std::array<std::uint64_t, 4> secret;
  std::memcpy(secret.data(), GetMockAuthenticationNonce(), sizeof secret);
  const auto time = static_cast<std::uint64_t>(GetCurrentStatementStartTimestamp());
  return {fold(secret[0] ^ time, secret[1]) ^ secret[2], fold(secret[1] ^ time, secret[2]) ^ secret[3]};
}

bool parameters_are_constant(FunctionCallInfo fcinfo, int first) {
  const Aggref* aggregate = AggGetAggref(fcinfo);
  if (aggregate == nullptr) return false;
  // Where the aggregate is one that calls ours in its turn, its arguments are not those of this function.
  HeapTuple tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggregate->aggfnoid));
  if (!HeapTupleIsValid(tuple)) return false;
  const Oid called = reinterpret_cast<Form_pg_aggregate>(GETSTRUCT(tuple))->aggtransfn;
  ReleaseSysCache(tuple);
  if (called != fcinfo->flinfo->fn_oid) return false;

  int number = 0;
  ListCell* cell;
  foreach (cell, aggregate->args) {
    auto* argument = reinterpret_cast<TargetEntry*>(lfirst(cell));
    if (++number < first || argument->resjunk) continue;
    // A value from an outer query may change, but not within a group.
    auto* value = reinterpret_cast<Node*>(argument->expr);
    if (contain_var_clause(value) || contain_volatile_functions(value) || contain_subplans(value)) return false;
  }
  return number + 1 >= PG_NARGS();
}

void require_equality_of_bytes(FunctionCallInfo fcinfo) {
  const Oid collation = PG_GET_COLLATION();
  if (!OidIsValid(collation))
    ereport(ERROR,
            (errcode(ERRCODE_INDETERMINATE_COLLATION), errmsg("could not determine which collation to use for entity"),
             errdetail("Two arguments have collations of their own, which differ."),
             errhint("Use the COLLATE clause to set the collation of the entity, for example entity COLLATE \"C\".")));
  if (!get_collation_isdeterministic(collation))
    ereport(ERROR,
            (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("nondeterministic collation not supported for entity"),
             errdetail("The collation \"%s\" calls texts equal that have different bytes, and entities are told apart "
                       "by their bytes.",
                       get_collation_name(collation)),
             errhint("Write entities that are to be one in one way, for example lower(entity) COLLATE \"C\"; or "
                     "entity COLLATE \"C\" to tell all of them apart.")));
}

// A partial aggregate without GROUP BY gives one row, and keeps its state until it ends or begins anew; the aggregate
// above it, in the same process, has then long combined it. From a worker, only bytes arrive.
bool stays_in_process(FunctionCallInfo fcinfo) {
  if (IsParallelWorker() || fcinfo->context == nullptr || !IsA(fcinfo->context, AggState)) return false;
  const auto* state = reinterpret_cast<const AggState*>(fcinfo->context);
  return state->aggstrategy == AGG_PLAIN && DO_AGGSPLIT_SERIALIZE(state->aggsplit);
}

}  // namespace c360::pg
