// Bindings of the identity domain (METRICS E1, E2).
// Must not know: how anything is computed; that is core/identity.
#include <charconv>

#include "core/identity/email_domain.hpp"
#include "core/identity/entities.hpp"
#include "core/identity/graph_text.hpp"
#include "core/identity/identifier.hpp"
#include "pg/boundary/aggregate.hpp"
#include "pg/boundary/documents.hpp"
#include "pg/boundary/stored_type.hpp"

namespace c360::pg {

using namespace identity;

namespace {

GraphView graph_argument(FunctionCallInfo fcinfo, int number) { return view_argument<GraphView>(fcinfo, number); }

// The value of a builder, in the memory that it was written into: nothing is copied.
Datum graph_datum(const GraphBuilder& builder) {
  ContextResource memory(CurrentMemoryContext);
  auto* writer = static_cast<GraphWriter*>(palloc(sizeof(GraphWriter)));
  compute([&] { new (writer) GraphWriter(builder, memory); });
  in_steps(*writer);
  std::byte* varlena = writer->buffer().data() - StateBuffer::prefix;
  SET_VARSIZE(varlena, writer->size() + StateBuffer::prefix);
  return PointerGetDatum(varlena);
}

void add_graph(GraphBuilder& builder, const GraphView& graph) {
  GraphBuilder::GraphReader& reader = computed([&] { return GraphBuilder::GraphReader(builder, graph); });
  in_steps(reader);
}

}  // namespace

// ---- the type identity_graph

C360_FUNCTION(c360_identity_graph_in) {
  const std::string_view text = PG_GETARG_CSTRING(0);
  ContextResource memory(CurrentMemoryContext);
  auto* reader = static_cast<GraphTextReader*>(palloc(sizeof(GraphTextReader)));
  compute([&] { new (reader) GraphTextReader(text, memory, statement_seed()); });
  in_steps(*reader);
  compute([&] { reader->builder().flush(); });
  return graph_datum(reader->builder());
}

C360_FUNCTION(c360_identity_graph_out) {
  const GraphView graph = graph_argument(fcinfo, 0);
  PG_RETURN_CSTRING(cstring_in_steps(GraphText(graph)));
}

C360_STORED_TYPE(identity_graph, GraphView)

C360_FUNCTION(c360_identity_graph_sum) {
  const GraphView a = graph_argument(fcinfo, 0), b = graph_argument(fcinfo, 1);
  ContextResource memory(CurrentMemoryContext);
  GraphBuilder& builder = computed([&] { return GraphBuilder(memory, a.limits(), statement_seed()); });
  add_graph(builder, a);
  add_graph(builder, b);
  return graph_datum(builder);
}

// ---- aggregates

namespace {

struct LimitsCache {
  CompiledDocument<Limits> limits;
};

// Pairs with kinds; and of plain identifiers, which are all of one.
template <bool has_kinds, bool has_limits>
struct IdentityBinding {
  using State = GraphOfRows;
  using EntityKey = TextKey;
  using Cache = LimitsCache;
  static constexpr int instant = has_kinds ? 5 : 3, first_parameter = instant + 1;

  static const Limits& parameters(FunctionCallInfo fcinfo, Cache& cache) {
    static const Limits none;
    if constexpr (has_limits) {
      require_parameter(fcinfo, first_parameter, "limits");
      return cache.limits.get(fcinfo->flinfo->fn_mcxt, stored_argument(fcinfo, first_parameter),
                              PG_GETARG_DATUM(first_parameter), json_text, parse_limits);
    } else {
      return none;
    }
  }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(instant)) return {};
    const auto text = [&](int number) {
      return PG_ARGISNULL(number) ? std::string_view() : text_argument(fcinfo, number);
    };
    State::Row row{plain_kind, text(has_kinds ? 2 : 1), plain_kind, text(has_kinds ? 4 : 2),
                   instant_argument(fcinfo, instant)};
    if constexpr (has_kinds) {
      row.a_kind = text(1);
      row.b_kind = text(3);
    }
    return row;
  }
  static Field finish(FunctionCallInfo, State& state) { return graph_datum(state.population()); }
};

// Plain identifiers that are whole numbers: the texts that they are written as.
template <bool has_limits>
struct NumbersBinding : IdentityBinding<false, has_limits> {
  using Texts = IdentityBinding<false, has_limits>;
  using State = GraphOfRows;
  using EntityKey = BigintKey;
  struct Cache : LimitsCache {
    std::array<std::array<char, 20>, 2> digits;
  };
  static const Limits& parameters(FunctionCallInfo fcinfo, Cache& cache) { return Texts::parameters(fcinfo, cache); }
  static std::optional<State::Row> row(FunctionCallInfo fcinfo, Cache& cache) {
    if (PG_ARGISNULL(Texts::instant)) return {};
    const auto text = [&](int number) {
      if (PG_ARGISNULL(number)) return std::string_view();
      auto& digits = cache.digits[static_cast<std::size_t>(number - 1)];
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), PG_GETARG_INT64(number)).ptr;
      return std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()));
    };
    return State::Row{plain_kind, text(1), plain_kind, text(2), instant_argument(fcinfo, Texts::instant)};
  }
};

// The same state from graphs.
struct GraphsBinding {
  using State = GraphOfRows;
  static Field finish(FunctionCallInfo, State& state) { return graph_datum(state.population()); }
};

// A graph is added in steps.
Datum graphs_transition(FunctionCallInfo fcinfo) {
  const MemoryContext context = aggregate_context(fcinfo);
  auto* population = PG_ARGISNULL(0) ? nullptr : reinterpret_cast<PopulationState<GraphOfRows>*>(PG_GETARG_POINTER(0));
  if (PG_ARGISNULL(1)) {
    if (population == nullptr) PG_RETURN_NULL();
    PG_RETURN_POINTER(population);
  }
  const GraphView graph = graph_argument(fcinfo, 1);
  if (population == nullptr) {
    Limits limits;
    compute([&] { limits = graph.limits(); });
    population = new_population<GraphOfRows>(context, limits);
  }
  add_graph(population->state.population(), graph);
  PG_RETURN_POINTER(population);
}

using OfKinds = IdentityBinding<true, false>;
using OfKindsLimited = IdentityBinding<true, true>;
using Plain = IdentityBinding<false, false>;
using PlainLimited = IdentityBinding<false, true>;
using Numbers = NumbersBinding<false>;
using NumbersLimited = NumbersBinding<true>;

}  // namespace

C360_POPULATION_AGGREGATE(identity, OfKinds)
C360_FUNCTION(c360_identity_limited_transition) { return population_transition<OfKindsLimited>(fcinfo); }
C360_FUNCTION(c360_identity_plain_transition) { return population_transition<Plain>(fcinfo); }
C360_FUNCTION(c360_identity_plain_limited_transition) { return population_transition<PlainLimited>(fcinfo); }
C360_FUNCTION(c360_identity_numbers_transition) { return population_transition<Numbers>(fcinfo); }
C360_FUNCTION(c360_identity_numbers_limited_transition) { return population_transition<NumbersLimited>(fcinfo); }
C360_FUNCTION(c360_identity_graphs_transition) { return graphs_transition(fcinfo); }

// ---- answers

namespace {

const Entities& entities_of(const GraphView& graph, std::pmr::memory_resource& memory) {
  auto* entities = static_cast<Entities*>(palloc(sizeof(Entities)));
  compute([&] { new (entities) Entities(graph, memory); });
  in_steps(*entities);
  return *entities;
}

// A text that is written anew for every row: rows keep copies.
class RowText {
 public:
  Datum set(std::string_view text) { return set(text, {}, {}); }
  Datum set(std::string_view a, std::string_view b, std::string_view c) {
    const std::size_t size = VARHDRSZ + a.size() + b.size() + c.size();
    if (size > room_) {
      room_ = std::max<std::size_t>(size, 256) * 2;
      text_ = static_cast<char*>(palloc(room_));
    }
    char* at = VARDATA(text_);
    for (const std::string_view part : {a, b, c}) {
      if (!part.empty()) std::memcpy(at, part.data(), part.size());
      at += part.size();
    }
    SET_VARSIZE(text_, size);
    return PointerGetDatum(text_);
  }

 private:
  char* text_ = nullptr;
  std::size_t room_ = 0;
};

// email:ann@acme.com
Datum entity_name(const GraphView& graph, std::uint32_t entity, RowText& text) {
  return text.set(graph.kind_name(graph.kind_of(entity)), ":", graph.text(entity));
}

}  // namespace

C360_FUNCTION(c360_identities) {
  const GraphView graph = graph_argument(fcinfo, 0);
  ContextResource memory(CurrentMemoryContext);
  const Entities& entities = entities_of(graph, memory);
  ResultRows rows(fcinfo);
  RowText kind, identifier, entity;
  for (std::uint32_t k = 0, i = 0; k < graph.kinds(); ++k) {
    const Datum kind_datum = kind.set(graph.kind_name(k));
    for (const std::uint32_t end = graph.kind(k).identifiers_end; i < end; ++i) {
      if (i + 16 < graph.identifiers()) graph.expect(entities.entity_of(i + 16));
      if (i + 8 < graph.identifiers()) graph.expect_text(entities.entity_of(i + 8));
      const std::uint32_t name = entities.entity_of(i);
      const Field fields[] = {kind_datum, identifier.set(graph.text(i)), entity_name(graph, name, entity),
                              Int64GetDatum(entities.size(name))};
      rows.add(fields);
    }
  }
  return 0;
}

C360_FUNCTION(c360_identity_sightings) {
  const GraphView graph = graph_argument(fcinfo, 0);
  ResultRows rows(fcinfo);
  RowText texts[4];
  const auto set_identifier = [&](Field* fields, RowText* text, std::uint32_t identifier) {
    fields[0] = text[0].set(graph.kind_name(graph.kind_of(identifier)));
    fields[1] = text[1].set(graph.text(identifier));
  };
  Field fields[5] = {};
  for (std::uint32_t i = 0; i < graph.identifiers(); ++i) {
    set_identifier(fields, texts, i);
    fields[4] = TimestampTzGetDatum(graph.first_seen(i).value);
    rows.add(fields);
  }
  for (std::uint32_t i = 0; i < graph.pairs(); ++i) {
    const Pair pair = graph.pair(i);
    if (i + 8 < graph.pairs()) graph.expect_text(graph.pair(i + 8).b);
    set_identifier(fields, texts, pair.a);
    set_identifier(fields + 2, texts + 2, pair.b);
    fields[4] = TimestampTzGetDatum(pair.first_seen.value);
    rows.add(fields);
  }
  return 0;
}

C360_FUNCTION(c360_identity_conflicts) {
  const GraphView graph = graph_argument(fcinfo, 0);
  ContextResource memory(CurrentMemoryContext);
  const Entities& entities = entities_of(graph, memory);
  ResultRows rows(fcinfo);
  RowText texts[8];
  for (const Conflict& conflict : entities.conflicts()) {
    const Pair pair = graph.pair(conflict.pair);
    const KindLimits limits = graph.kind(conflict.kind).limits;
    const bool by_links = conflict.reason == Reason::most_links;
    const Field fields[] = {texts[0].set(graph.kind_name(graph.kind_of(pair.a))),
                            texts[1].set(graph.text(pair.a)),
                            entity_name(graph, entities.entity_of(pair.a), texts[2]),
                            texts[3].set(graph.kind_name(graph.kind_of(pair.b))),
                            texts[4].set(graph.text(pair.b)),
                            entity_name(graph, entities.entity_of(pair.b), texts[5]),
                            TimestampTzGetDatum(pair.first_seen.value),
                            texts[6].set(name_of(conflict.reason)),
                            texts[7].set(graph.kind_name(conflict.kind)),
                            Int64GetDatum(by_links ? limits.most_links : limits.most_per_entity),
                            Int64GetDatum(conflict.found)};
    rows.add(fields);
  }
  return 0;
}

// ---- as tables keep it

namespace {

// The keys of all identifiers: c360_identifier_key() of their names.
const pg_uuid_t* keys_of(const GraphView& graph) {
  auto* keys = static_cast<pg_uuid_t*>(
      MemoryContextAllocHuge(CurrentMemoryContext, sizeof(pg_uuid_t) * (graph.identifiers() + std::size_t{1})));
  RowText text;
  for (std::uint32_t k = 0, i = 0; k < graph.kinds(); ++k)
    for (const std::uint32_t end = graph.kind(k).identifiers_end; i < end; ++i) {
      if (i % items_a_step == 0) CHECK_FOR_INTERRUPTS();
      const std::string_view name = text_from(text.set(graph.kind_name(k), ":", graph.text(i)));
      const char* error;
      if (!pg_md5_binary(name.data(), name.size(), keys[i].data, &error)) elog(ERROR, "no md5: %s", error);
    }
  return keys;
}

}  // namespace

C360_FUNCTION(c360_identity_rows) {
  const GraphView graph = graph_argument(fcinfo, 0);
  ContextResource memory(CurrentMemoryContext);
  const Entities& entities = entities_of(graph, memory);
  Links& links = computed([&] { return Links(graph, memory); });
  in_steps(links);
  const pg_uuid_t* keys = keys_of(graph);
  ResultRows rows(fcinfo);
  RowText kind, identifier, person;
  for (std::uint32_t k = 0, i = 0; k < graph.kinds(); ++k) {
    const Datum kind_datum = kind.set(graph.kind_name(k));
    for (const std::uint32_t end = graph.kind(k).identifiers_end; i < end; ++i) {
      const std::uint32_t entity = entities.entity_of(i);
      const Field fields[] = {UUIDPGetDatum(&keys[i]),
                              kind_datum,
                              identifier.set(graph.text(i)),
                              entity_name(graph, entity, person),
                              UUIDPGetDatum(&keys[entity]),
                              Int64GetDatum(entities.size(entity)),
                              TimestampTzGetDatum(graph.first_seen(i).value),
                              Int64GetDatum(links.of(i))};
      rows.add(fields);
    }
  }
  return 0;
}

C360_FUNCTION(c360_identity_pairs) {
  const GraphView graph = graph_argument(fcinfo, 0);
  const pg_uuid_t* keys = keys_of(graph);
  ResultRows rows(fcinfo);
  for (std::uint32_t i = 0; i < graph.pairs(); ++i) {
    const Pair pair = graph.pair(i);
    const Field fields[] = {UUIDPGetDatum(&keys[pair.a]), UUIDPGetDatum(&keys[pair.b]),
                            TimestampTzGetDatum(pair.first_seen.value)};
    rows.add(fields);
  }
  return 0;
}

// ---- companies of addresses

namespace {

// The texts of an array, without NULLs.
std::span<const std::string_view> texts_argument(FunctionCallInfo fcinfo, int number) {
  if (PG_NARGS() <= number) return {};
  Datum* datums;
  bool* nulls;
  int count;
  deconstruct_array(PG_GETARG_ARRAYTYPE_P(number), TEXTOID, -1, false, TYPALIGN_INT, &datums, &nulls, &count);
  auto* texts = static_cast<std::string_view*>(palloc(sizeof(std::string_view) * static_cast<std::size_t>(count + 1)));
  std::size_t known = 0;
  for (int i = 0; i < count; ++i)
    if (!nulls[i]) texts[known++] = text_from(datums[i]);
  return {texts, known};
}

}  // namespace

C360_FUNCTION(c360_email_domain) {
  const std::string_view text = text_argument(fcinfo, 0);
  const auto more = texts_argument(fcinfo, 1);
  ContextResource memory(CurrentMemoryContext);
  std::string_view domain;
  compute([&] {
    if (const auto found = email_domain(text, more)) {
      char* copy = static_cast<char*>(memory.allocate(found->size(), 1));
      found->copy(copy, found->size());
      domain = {copy, found->size()};
    }
  });
  if (domain.empty()) PG_RETURN_NULL();
  return text_datum(domain);
}

C360_FUNCTION(c360_is_free_email_domain) {
  const std::string_view text = text_argument(fcinfo, 0);
  const auto more = texts_argument(fcinfo, 1);
  std::optional<bool> is_free;
  compute([&] { is_free = is_free_email_domain(text, more); });
  if (!is_free) PG_RETURN_NULL();
  PG_RETURN_BOOL(*is_free);
}

}  // namespace c360::pg
