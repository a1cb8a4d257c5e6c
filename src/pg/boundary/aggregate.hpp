// From a state class to an aggregate's support functions. The NULL and empty partial states of parallel plans are
// handled here, once, for every aggregate. Must not know: any particular aggregate.
#pragma once

#include "core/base/state_transfer.hpp"
#include "pg/boundary/args.hpp"
#include "pg/boundary/large_state.hpp"
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
concept HasList = requires {
  typename State::List;
};

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

// The state, to write into: large, or with a length word of 4 bytes; one that came through a tuple may have a short
// one.
inline StateBuffer state_buffer(FunctionCallInfo fcinfo, std::pmr::memory_resource& memory) {
  if (LargeState* large = LargeState::of(PG_GETARG_DATUM(0))) return large->buffer(memory);
  auto* state = reinterpret_cast<std::byte*>(PG_DETOAST_DATUM(PG_GETARG_DATUM(0)));
  return StateBuffer(memory, state + StateBuffer::prefix, VARSIZE(state) - StateBuffer::prefix);
}

// What state_buffer gave, as the new state: the same value while it is where it was.
inline Datum return_state(FunctionCallInfo fcinfo, const StateBuffer& buffer, MemoryContext aggregate) {
  if (!PG_ARGISNULL(0)) {
    const Datum before = PG_GETARG_DATUM(0);
    if (buffer.data() - StateBuffer::prefix == reinterpret_cast<std::byte*>(DatumGetPointer(before))) return before;
    if (LargeState::of(before) != nullptr) return before;
  }
  if (unlikely(buffer.size() >= LargeState::least)) return LargeState::create(aggregate, buffer.bytes());
  return buffer_datum(buffer);
}

template <class Binding>
Datum flat_transition(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  const MemoryContext aggregate = aggregate_context(fcinfo);
  const auto& parameters = parameters_argument<Binding>(fcinfo);
  const std::optional<typename State::Row> row = Binding::row(fcinfo);

  ContextResource memory(CurrentMemoryContext);  // a grown state: the executor moves it to the aggregate's context
  const bool first = PG_ARGISNULL(0);
  StateBuffer buffer = first ? StateBuffer(memory) : state_buffer(fcinfo, memory);
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
  return return_state(fcinfo, buffer, aggregate);
}

template <class Binding>
Datum flat_combine(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  const MemoryContext aggregate = aggregate_context(fcinfo);
  if (PG_ARGISNULL(1)) {
    if (PG_ARGISNULL(0)) PG_RETURN_NULL();
    PG_RETURN_DATUM(PG_GETARG_DATUM(0));
  }
  const ConstBytes other = bytes_argument(fcinfo, 1);
  // The other state becomes ours only as a copy: it is not for us to change.
  if (PG_ARGISNULL(0))
    return other.size() >= LargeState::least ? LargeState::create(aggregate, other) : bytes_datum(other);

  ContextResource memory(CurrentMemoryContext);
  StateBuffer buffer = state_buffer(fcinfo, memory);
  if constexpr (HasList<State>)
    merge_in_steps<State>(buffer, other, memory);
  else
    compute([&] {
      State state(buffer);
      state.merge(other);
    });
  return return_state(fcinfo, buffer, aggregate);
}

template <class Binding>
Datum flat_final(FunctionCallInfo fcinfo) {
  aggregate_context(fcinfo);
  if (PG_ARGISNULL(0)) return return_field(fcinfo, empty_field<Binding>(fcinfo));
  using State = typename Binding::State;
  const LargeState* large = LargeState::of(PG_GETARG_DATUM(0));
  const ConstBytes state = large != nullptr ? large->bytes() : bytes_argument(fcinfo, 0);
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
//   State       the core's class: Key, Row {key, …}, State(memory, Parameters, HashSeed), parameters(),
//               check(Parameters), add(Row), and population(), which has size(), flush(), steps(), merge(other, step),
//               steps_to_write(), write(step, StateWriter&), and a class Reader of what was written
//   EntityKey                           the SQL type of its keys: BigintKey, TextKey …
//   first_parameter                     the number of the first argument that is one; all others follow
//   parameters, row, empty              as above; row may ask for the cache, too
//   finish(fcinfo, State&) → Field      steps through the entities with for_each_step, packs

// How many bytes one state may take in one process: a setting.
std::size_t population_memory_limit();
// The same for all processes that work for one statement, else another one each time, and nobody's to foresee.
HashSeed statement_seed();
// Whether the arguments from `first` on cannot change while the rows of one group are read. Not known where another
// engine calls without saying for which aggregate.
bool parameters_are_constant(FunctionCallInfo fcinfo, int first);
// Entities of text are told apart by their bytes. 0A000 where the collation calls some of them equal.
void require_equality_of_bytes(FunctionCallInfo fcinfo);
// Whether what is serialized here is read by this very process before the state goes.
bool stays_in_process(FunctionCallInfo fcinfo);

// Memory of a context, counted. PostgreSQL does not spill an `internal` state, so that somebody has to stop it.
class PopulationMemory final : public std::pmr::memory_resource {
 public:
  explicit PopulationMemory(MemoryContext context) : context_(context), limit_(population_memory_limit()) {}

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    if (bytes > limit_ || used_ > limit_ - bytes) refuse(bytes);
    void* const memory = context_.allocate(bytes, alignment);
    used_ += bytes;
    return memory;
  }
  void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
    context_.deallocate(memory, bytes, alignment);
    used_ -= bytes;
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
  [[noreturn]] void refuse(std::size_t bytes) const {
    throw Error(ErrorKind::memory_limit, "aggregate over a population needs too much memory",
                concat("Its state has ", used_ >> 10, " kB and needs ", (bytes >> 10) + 1,
                       " kB more; customer360.population_memory allows ", limit_ >> 10, " kB in each process."),
                "Raise customer360.population_memory as far as the machine has memory, or split the population, for "
                "example by account, and add up the results.");
  }

  ContextResource context_;
  std::size_t limit_, used_ = 0;
};

template <class State>
struct PopulationState {
  PopulationState(MemoryContext context, const typename State::Parameters& parameters)
      : memory(context), state(memory, parameters, statement_seed()) {}
  PopulationMemory memory;
  State state;
  bool is_taken = false;  // over from a partial aggregate, by the one that combines
};

// What deserializing gives: a state of this process, or another's bytes, which are read only once, while they are
// combined, so that there is no second table to fill.
template <class State>
struct PartialPopulation {
  PopulationState<State>* here;
  ConstBytes bytes;
};
// Serialized, it begins with one of these; a state that stays in its process has only its address behind it.
enum class Transfer : std::uint64_t { bytes, address };

// Long loops over entities go in steps of about a millisecond, with a look at interrupts between them: as many entities
// as touch 65,536 words. step(part, from, to)
template <class Population, class Step>
void for_each_step(const Population& population, std::size_t words_an_entity, Step step) {
  const auto step_size =
      static_cast<std::uint32_t>(std::clamp<std::size_t>(65536 / std::max<std::size_t>(words_an_entity, 1), 1, 4096));
  for (std::size_t part = 0; part < population.parts(); ++part)
    for (std::uint32_t from = 0; from < population.size_of_part(part); from += step_size) {
      CHECK_FOR_INTERRUPTS();
      const std::uint32_t to = std::min(population.size_of_part(part), from + step_size);
      compute([&] { step(part, from, to); });
    }
}

template <class State>
PopulationState<State>* new_population(MemoryContext context, const typename State::Parameters& parameters) {
  void* memory = MemoryContextAlloc(context, sizeof(PopulationState<State>));
  PopulationState<State>* population = nullptr;
  compute([&] { population = new (memory) PopulationState<State>(context, parameters); });
  return population;
}

// The parameters are compared on every row only where they may change.
template <class Binding>
struct PopulationCache {
  struct Nothing {};
  template <class B>
  static auto cache_of() {
    if constexpr (requires { typename B::Cache; })
      return std::type_identity<typename B::Cache>();
    else
      return std::type_identity<Nothing>();
  }
  typename decltype(cache_of<Binding>())::type cache;
  bool is_constant;
};

template <class Binding>
Datum population_transition(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  auto& cache = call_cache<PopulationCache<Binding>>(fcinfo);
  // No SQL can pass an `internal`: a state that is there is an aggregate's.
  auto* population = PG_ARGISNULL(0) ? nullptr : reinterpret_cast<PopulationState<State>*>(PG_GETARG_POINTER(0));
  if (population == nullptr || !cache.is_constant) {
    const auto& parameters = [&]() -> decltype(auto) {
      if constexpr (requires { typename Binding::Cache; })
        return Binding::parameters(fcinfo, cache.cache);
      else
        return Binding::parameters(fcinfo);
    }();
    if (population == nullptr) {
      const MemoryContext context = aggregate_context(fcinfo);
      if constexpr (std::is_same_v<typename Binding::EntityKey, TextKey>) require_equality_of_bytes(fcinfo);
      population = new_population<State>(context, parameters);
      cache.is_constant = parameters_are_constant(fcinfo, Binding::first_parameter);
    } else {
      compute([&] { population->state.check(parameters); });
    }
  }
  const std::optional<typename State::Row> row = [&] {
    if constexpr (requires { Binding::row(fcinfo, cache.cache); })
      return Binding::row(fcinfo, cache.cache);
    else
      return Binding::row(fcinfo);
  }();
  if (row) compute([&] { population->state.add(*row); });
  PG_RETURN_POINTER(population);
}

template <class Binding>
Datum population_combine(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  const MemoryContext context = aggregate_context(fcinfo);
  auto* mine = PG_ARGISNULL(0) ? nullptr : reinterpret_cast<PopulationState<State>*>(PG_GETARG_POINTER(0));
  auto* partial = PG_ARGISNULL(1) ? nullptr : reinterpret_cast<PartialPopulation<State>*>(PG_GETARG_POINTER(1));
  if (partial == nullptr) {
    if (mine == nullptr) PG_RETURN_NULL();
    PG_RETURN_POINTER(mine);
  }

  if (PopulationState<State>* other = partial->here) {
    // Flushing moves rows from its waiting list to their places: the value stays the same.
    compute([&] {
      other->state.population().flush();
      if (mine) mine->state.population().flush();
      if (mine) mine->state.check(other->state.parameters());
    });
    if (!other->is_taken && (mine == nullptr || mine->state.population().size() < other->state.population().size())) {
      other->is_taken = true;
      std::swap(mine, other);
    }
    if (mine == nullptr) mine = new_population<State>(context, other->state.parameters());
    if (other != nullptr)
      for (std::size_t step = 0; step < other->state.population().steps(); ++step) {
        CHECK_FOR_INTERRUPTS();
        compute([&] { mine->state.population().merge(other->state.population(), step); });
      }
    PG_RETURN_POINTER(mine);
  }

  StateReader bytes(partial->bytes);
  typename State::Parameters parameters{};
  compute([&] { parameters = bytes.take<typename State::Parameters>(); });
  if (mine == nullptr) mine = new_population<State>(context, parameters);
  using Reader = typename std::remove_reference_t<decltype(mine->state.population())>::Reader;
  auto& reader = computed([&] { return Reader(bytes); });
  compute([&] {
    mine->state.check(parameters);
    mine->state.population().flush();
  });
  for (std::size_t step = 0; step < reader.steps(); ++step) {
    CHECK_FOR_INTERRUPTS();
    compute([&] { reader.merge_into(mine->state.population(), step); });
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
  if (stays_in_process(fcinfo)) {
    compute([&] {
      bytes.put(Transfer::address);
      bytes.put(population);
    });
  } else {
    compute([&] {
      bytes.put(Transfer::bytes);
      bytes.put(population->state.parameters());
      entities.flush();
    });
    for (std::size_t step = 0; step < entities.steps_to_write(); ++step) {
      CHECK_FOR_INTERRUPTS();
      compute([&] { entities.write(step, bytes); });
    }
  }
  std::size_t size = 0;
  compute([&] { size = bytes.size(); });
  SET_VARSIZE(bytes.data(), size);
  PG_RETURN_POINTER(bytes.data());
}

// The bytes stay where they are until they have been combined, as the row does that they came in.
template <class Binding>
Datum population_deserialize(FunctionCallInfo fcinfo) {
  using State = typename Binding::State;
  aggregate_context(fcinfo);
  const ConstBytes bytes = bytes_argument(fcinfo, 0);
  auto* partial = static_cast<PartialPopulation<State>*>(palloc(sizeof(PartialPopulation<State>)));
  compute([&] {
    StateReader reader(bytes);
    const bool is_here = reader.take<Transfer>() == Transfer::address;
    new (partial) PartialPopulation<State>{is_here ? reader.take<PopulationState<State>*>() : nullptr,
                                           bytes.subspan(sizeof(Transfer))};
  });
  PG_RETURN_POINTER(partial);
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
