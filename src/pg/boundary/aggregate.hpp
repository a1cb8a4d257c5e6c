// From a state class to an aggregate's support functions. The NULL and empty partial states of parallel plans are
// handled here, once, for every aggregate. Must not know: any particular aggregate.
#pragma once

#include "core/base/state_transfer.hpp"
#include "pg/boundary/args.hpp"
#include "pg/boundary/results.hpp"

namespace c360::pg {

inline MemoryContext aggregate_context(FunctionCallInfo fcinfo) {
  MemoryContext context;
  if (!AggCheckCallContext(fcinfo, &context))
    ereport(ERROR,
            (errcode(ERRCODE_WRONG_OBJECT_TYPE), errmsg("aggregate support function called outside of an aggregate"),
             errdetail("%s is a part of an aggregate.", format_procedure(fcinfo->flinfo->fn_oid)),
             errhint("Call the aggregate.")));
  return context;
}

// ---------------------------------------------------------------------------------------------------------------------
// Entity level: the state is flat bytes, a value of an SQL type.
//
// A binding is a struct with
//   State       the core's class: create(StateBuffer&, Parameters), State(StateBuffer&), check(Parameters), add(Row),
//               merge(ConstBytes), static result(ConstBytes, memory), static validate(ConstBytes)
//   row(fcinfo) → optional<State::Row>                  from the arguments 1…; empty when the row has nothing to add
//   pack(fcinfo, const Result&) → Field                 the SQL value; may ereport
// and, where they are not the usual ones,
//   parameters(fcinfo) → State::Parameters              from the arguments 1…; else there are none
//   Cache, parameters(fcinfo, cache)                    the same, by value or from plain data kept between rows
//   empty(fcinfo) → Field                               what no row at all gives; else NULL
// A State whose end may take long has a class Final(ConstBytes, memory), which does it in steps (core/base/steps.hpp).
// All its memory is that resource's, for an interrupt leaves it as it is; its result() does not throw.
// Parameters are checked on every row, also where the row has nothing to add: the group exists (METRICS R8, R9).
// So do transition and combine where the State has List, list(), view(ConstBytes) and merge_some(ConstBytes, from): its
// items are a JoinedList.

template <class State>
concept HasList = requires { typename State::List; };

template <class State>
void settle_in_steps(StateBuffer& buffer, std::pmr::memory_resource& memory) {
  auto& settling = computed([&] { return State(buffer).list().settling(memory); });
  in_steps(settling);
  compute([&] { State(buffer).list().settle(settling); });
}

template <class State>
void merge_in_steps(StateBuffer& buffer, ConstBytes other, std::pmr::memory_resource& memory) {
  for (std::size_t from = 0, count = 1; from < count;) {
    CHECK_FOR_INTERRUPTS();
    bool must_settle = false;
    compute([&] {
      State state(buffer);
      from = state.merge_some(other, from);
      count = State::view(other).counts().all();
      must_settle = state.list().must_settle();
    });
    if (must_settle) settle_in_steps<State>(buffer, memory);
  }
}

template <class Binding>
decltype(auto) parameters_argument(FunctionCallInfo fcinfo) {
  if constexpr (requires { typename Binding::Cache; })
    return Binding::parameters(fcinfo, call_cache<typename Binding::Cache>(fcinfo));
  else if constexpr (requires { Binding::parameters(fcinfo); })
    return Binding::parameters(fcinfo);
  else
    return typename Binding::State::Parameters{};
}

template <class Binding>
Field empty_field(FunctionCallInfo fcinfo) {
  if constexpr (requires { Binding::empty(fcinfo); })
    return Binding::empty(fcinfo);
  else
    return {};
}

// A state argument with a length word of 4 bytes, to write into. One that came through a tuple may have a short one.
inline StateBuffer state_buffer(FunctionCallInfo fcinfo, int number, std::pmr::memory_resource& memory) {
  auto* state = reinterpret_cast<std::byte*>(PG_DETOAST_DATUM(PG_GETARG_DATUM(number)));
  return StateBuffer(memory, state + StateBuffer::prefix, VARSIZE(state) - StateBuffer::prefix);
}

template <class Binding>
Datum flat_transition(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  aggregate_context(fcinfo);
  const auto& parameters = parameters_argument<Binding>(fcinfo);
  const std::optional<typename State::Row> row = Binding::row(fcinfo);

  ContextResource memory(CurrentMemoryContext);  // a grown state: the executor moves it to the aggregate's context
  const bool first = PG_ARGISNULL(0);
  StateBuffer buffer = first ? StateBuffer(memory) : state_buffer(fcinfo, 0, memory);
  const std::byte* before = first ? nullptr : reinterpret_cast<std::byte*>(DatumGetPointer(PG_GETARG_DATUM(0)));
  bool must_settle = false;
  compute([&] {
    if (first) State::create(buffer, parameters);
    State state(buffer);
    state.check(parameters);
    if constexpr (HasList<State>) must_settle = state.list().must_settle();
    if (row && !must_settle) state.add(*row);
  });
  if constexpr (HasList<State>) {
    if (unlikely(must_settle)) {
      settle_in_steps<State>(buffer, memory);
      if (row) compute([&] { State(buffer).add(*row); });
    }
  }
  if (buffer.data() - StateBuffer::prefix == before) PG_RETURN_DATUM(PG_GETARG_DATUM(0));
  PG_RETURN_DATUM(buffer_datum(buffer));
}

template <class Binding>
Datum flat_combine(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  aggregate_context(fcinfo);
  if (PG_ARGISNULL(1)) {
    if (PG_ARGISNULL(0)) PG_RETURN_NULL();
    PG_RETURN_DATUM(PG_GETARG_DATUM(0));
  }
  // The other state becomes ours only as a copy: it is not for us to change.
  if (PG_ARGISNULL(0)) return PointerGetDatum(PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(1)));

  ContextResource memory(CurrentMemoryContext);
  StateBuffer buffer = state_buffer(fcinfo, 0, memory);
  const std::byte* before = reinterpret_cast<std::byte*>(DatumGetPointer(PG_GETARG_DATUM(0)));
  const ConstBytes other = bytes_argument(fcinfo, 1);
  if constexpr (HasList<State>)
    merge_in_steps<State>(buffer, other, memory);
  else
    compute([&] {
      State state(buffer);
      state.merge(other);
    });
  if (buffer.data() - StateBuffer::prefix == before) PG_RETURN_DATUM(PG_GETARG_DATUM(0));
  PG_RETURN_DATUM(buffer_datum(buffer));
}

template <class Binding>
Datum flat_final(FunctionCallInfo fcinfo) {
  aggregate_context(fcinfo);
  if (PG_ARGISNULL(0)) return return_field(fcinfo, empty_field<Binding>(fcinfo));
  using State = typename Binding::State;
  const ConstBytes state = bytes_argument(fcinfo, 0);
  ContextResource memory(CurrentMemoryContext);
  if constexpr (requires { typename State::Final; }) {
    auto* work = static_cast<typename State::Final*>(palloc(sizeof(typename State::Final)));
    compute([&] { new (work) typename State::Final(state, memory); });
    in_steps(*work);
    return return_field(fcinfo, Binding::pack(fcinfo, work->result()));
  } else {
    const auto& result = computed([&] { return State::result(state, memory); });
    return return_field(fcinfo, Binding::pack(fcinfo, result));
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Population level: the state is `internal`, one large object in the aggregate's context, which frees it whole.
//
// A binding is a struct with
//   State       the core's class: Key, Row {key, …}, State(memory, Parameters), parameters(), check(Parameters),
//               add(Row), and population(), which has flush(), steps(), merge(other, step), write(step, StateWriter&),
//               read(StateReader&)
//   parameters, row, empty              as above
//   finish(fcinfo, State&) → Field      steps through the entities with for_each_step, packs

template <class State>
struct PopulationState {
  PopulationState(MemoryContext context, const typename State::Parameters& parameters)
      : memory(context), state(memory, parameters) {}
  ContextResource memory;
  State state;
};

// Long loops over entities go in steps, with a look at interrupts between them.
template <class Step>
void for_each_step(std::size_t entities, std::size_t words_an_entity, Step step) {
  const std::size_t step_size = entities_a_step(words_an_entity);
  for (std::size_t from = 0; from < entities; from += step_size) {
    CHECK_FOR_INTERRUPTS();
    const std::size_t to = std::min(entities, from + step_size);
    compute([&] { step(static_cast<EntityId>(from), static_cast<EntityId>(to)); });
  }
}

template <class State>
PopulationState<State>* new_population(MemoryContext context, const typename State::Parameters& parameters) {
  void* memory = MemoryContextAlloc(context, sizeof(PopulationState<State>));
  PopulationState<State>* population = nullptr;
  compute([&] { population = new (memory) PopulationState<State>(context, parameters); });
  return population;
}

template <class Binding>
Datum population_transition(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  const auto& parameters = parameters_argument<Binding>(fcinfo);
  const std::optional<typename State::Row> row = Binding::row(fcinfo);
  // No SQL can pass an `internal`: a state that is there is an aggregate's.
  auto* population = PG_ARGISNULL(0) ? new_population<State>(aggregate_context(fcinfo), parameters)
                                     : reinterpret_cast<PopulationState<State>*>(PG_GETARG_POINTER(0));
  compute([&] {
    population->state.check(parameters);
    if (row) population->state.add(*row);
  });
  PG_RETURN_POINTER(population);
}

template <class Binding>
Datum population_combine(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  const MemoryContext context = aggregate_context(fcinfo);
  auto* mine = PG_ARGISNULL(0) ? nullptr : reinterpret_cast<PopulationState<State>*>(PG_GETARG_POINTER(0));
  auto* other = PG_ARGISNULL(1) ? nullptr : reinterpret_cast<PopulationState<State>*>(PG_GETARG_POINTER(1));
  if (other == nullptr) {
    if (mine == nullptr) PG_RETURN_NULL();
    PG_RETURN_POINTER(mine);
  }
  if (mine == nullptr) mine = new_population<State>(context, other->state.parameters());
  compute([&] {
    mine->state.check(other->state.parameters());
    mine->state.population().flush();
    other->state.population().flush();  // moves rows from its waiting list to its place: the value stays the same
  });
  for (std::size_t step = 0; step < other->state.population().steps(); ++step) {
    CHECK_FOR_INTERRUPTS();
    compute([&] { mine->state.population().merge(other->state.population(), step); });
  }
  PG_RETURN_POINTER(mine);
}

// Serialized: the parameters, then the population in steps.
template <class Binding>
Datum population_serialize(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  aggregate_context(fcinfo);
  auto* population = reinterpret_cast<PopulationState<State>*>(PG_GETARG_POINTER(0));
  auto& entities = population->state.population();
  ContextResource memory(CurrentMemoryContext);
  auto& bytes = computed([&] { return StateWriter(memory); });
  compute([&] {
    bytes.put(population->state.parameters());
    entities.flush();
  });
  for (std::size_t step = 0; step < entities.steps(); ++step) {
    CHECK_FOR_INTERRUPTS();
    compute([&] { entities.write(step, bytes); });
  }
  std::size_t size = 0;
  compute([&] { size = bytes.size(); });
  SET_VARSIZE(bytes.data(), size);
  PG_RETURN_POINTER(bytes.data());
}

template <class Binding>
Datum population_deserialize(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  const MemoryContext context = aggregate_context(fcinfo);
  StateReader reader(bytes_argument(fcinfo, 0));
  typename State::Parameters parameters{};
  compute([&] { parameters = reader.take<typename State::Parameters>(); });
  auto* population = new_population<State>(context, parameters);
  while (!reader.at_end()) {
    CHECK_FOR_INTERRUPTS();
    compute([&] { population->state.population().read(reader); });
  }
  PG_RETURN_POINTER(population);
}

template <class Binding>
Datum population_final(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  aggregate_context(fcinfo);
  if (PG_ARGISNULL(0)) return return_field(fcinfo, empty_field<Binding>(fcinfo));
  auto* population = reinterpret_cast<PopulationState<State>*>(PG_GETARG_POINTER(0));
  compute([&] { population->state.population().flush(); });
  return return_field(fcinfo, Binding::finish(fcinfo, population->state));
}

}  // namespace c360::pg

// One line per aggregate: its support functions as C symbols.
#define C360_FLAT_AGGREGATE(name, Binding)                                                         \
  C360_FUNCTION(c360_##name##_transition) { return ::c360::pg::flat_transition<Binding>(fcinfo); } \
  C360_FUNCTION(c360_##name##_combine) { return ::c360::pg::flat_combine<Binding>(fcinfo); }       \
  C360_FUNCTION(c360_##name##_final) { return ::c360::pg::flat_final<Binding>(fcinfo); }

#define C360_POPULATION_AGGREGATE(name, Binding)                                                           \
  C360_FUNCTION(c360_##name##_transition) { return ::c360::pg::population_transition<Binding>(fcinfo); }   \
  C360_FUNCTION(c360_##name##_combine) { return ::c360::pg::population_combine<Binding>(fcinfo); }         \
  C360_FUNCTION(c360_##name##_serialize) { return ::c360::pg::population_serialize<Binding>(fcinfo); }     \
  C360_FUNCTION(c360_##name##_deserialize) { return ::c360::pg::population_deserialize<Binding>(fcinfo); } \
  C360_FUNCTION(c360_##name##_final) { return ::c360::pg::population_final<Binding>(fcinfo); }
