// Graphs of identifiers: from rows in any order and parts, as bytes and as text (METRICS E1).
#include "core/identity/graph_builder.hpp"

#include "core/identity/graph_text.hpp"
#include "states/stored_values.hpp"
#include "testing.hpp"

namespace c360::identity {
namespace {

using namespace testing;

const HashSeed seed{1, 2};
using Row = GraphBuilder::Row;

struct OwnRow {
  std::string a_kind, a, b_kind, b;
  Instant at;
  Row view() const { return {a_kind, a, b_kind, b, at}; }
};

std::string text_of_rows(const std::vector<Row>& rows, const Limits& limits = {}) {
  ContextMemory memory;
  GraphBuilder builder(memory, limits, seed);
  for (const Row& row : rows) builder.add(row);
  builder.flush();
  return Graph(builder).text();
}

// Few identifiers, so that they meet; kinds and e-mails written in several ways.
OwnRow random_row(Chance& chance, int identifiers) {
  static constexpr std::string_view kinds[] = {"email", "Email ", "user_id", "device", "id", ""};
  const auto text = [&] {
    const std::string number = concat(chance.number(1, identifiers));
    return chance.one_in(10)  ? std::string(" ")
           : chance.one_in(3) ? concat("A", number, "@acme.com ")
                              : concat("a", number);
  };
  return {std::string(chance.of(kinds)), text(), std::string(chance.of(kinds)), text(), {chance.number(-50, 50)}};
}

std::vector<OwnRow> random_rows(Chance& chance) {
  std::vector<OwnRow> rows;
  const int identifiers = chance.one_in(10) ? 20'000 : chance.small(1, 30);
  for (auto i = chance.number(0, identifiers); i > 0; --i) rows.push_back(random_row(chance, identifiers));
  return rows;
}

Bytes written(GraphBuilder& builder) {
  ContextMemory memory;
  StateWriter transfer(memory);
  for (std::size_t step = 0; step < builder.steps_to_write(); ++step) builder.write(step, transfer);
  return copy_of(ConstBytes(transfer.data(), transfer.size()).subspan(StateBuffer::prefix));
}

void read(GraphBuilder& builder, ConstBytes bytes) {
  StateReader in(bytes);
  GraphBuilder::Reader reader(in);
  for (std::size_t step = 0; step < reader.steps(); ++step) reader.merge_into(builder, step);
}

TEST(Graph, HasEveryIdentifierAndPairOnce) {
  EXPECT_EQ(text_of_rows({{"email", "Ann@acme.com", "user_id", "7", {2'000'000}},
                          {"user_id", " 7", "EMAIL", "ann@acme.com", {1'000'000}},
                          {"user_id", "7", "user_id", "7", {0}}}),
            "{\"email:ann@acme.com\"@2000-01-01T00:00:01Z,\"user_id:7\"@2000-01-01T00:00:00Z,"
            "\"email:ann@acme.com\"=\"user_id:7\"@2000-01-01T00:00:01Z}");
}

TEST(Graph, OneOfAPairMayBeSeenAlone) {
  EXPECT_EQ(
      text_of_rows({{"email", "", "user_id", "7", {0}}, {"device", "d", "", "x", {0}}, {"email", " ", "  ", "x", {0}}}),
      "{\"device:d\"@2000-01-01T00:00:00Z,\"user_id:7\"@2000-01-01T00:00:00Z}");
  EXPECT_EQ(text_of_rows({}), "{}");
}

TEST(Graph, KindsThatAreNoneAreRefused) {
  ContextMemory memory;
  GraphBuilder builder(memory, {}, seed);
  EXPECT_EQ(error_of([&] { builder.add({"a:b", "1", "id", "2", {0}}); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { builder.add({std::string(64, 'a'), "1", "id", "2", {0}}); }), ErrorKind::invalid_parameter);
  for (int i = 0; i < 255; ++i) builder.add({concat("kind", i), "1", "", "", {0}});
  EXPECT_EQ(error_of([&] { builder.add({"another", "1", "", "", {0}}); }), ErrorKind::program_limit);
}

// In whatever order, in however many parts, merged here or handed over as bytes or as values.
TEST(Graph, IsTheSameInAnyOrderAndParts) {
  const Limits limits = parse_limits(R"({"most_per_entity": {"user_id": 1}, "most_links": {"phone": 2}})");
  Chance chance(7);
  for (int round = 0; round < 300; ++round) {
    const std::vector<OwnRow> rows = random_rows(chance);
    ContextMemory memory;
    GraphBuilder whole(memory, limits, seed);
    for (const OwnRow& row : rows) whole.add(row.view());
    whole.flush();
    const Graph expected(whole);

    std::vector<std::unique_ptr<GraphBuilder>> parts;
    for (std::int64_t i = chance.number(1, 4); i > 0; --i)
      parts.push_back(std::make_unique<GraphBuilder>(memory, limits, HashSeed(chance.bits(), chance.bits())));
    for (std::size_t i = rows.size(); i > 0; --i) chance.of(parts)->add(rows[i - 1].view());
    while (parts.size() > 1) {
      GraphBuilder &target = *parts.front(), &source = *parts.back();
      source.flush();
      if (chance.one_in(3)) {
        const Graph graph(source);
        GraphBuilder::GraphReader reader(target, graph.view());
        c360::finish(reader);
      } else if (chance.one_in(2)) {
        for (std::size_t step = 0; step < source.steps(); ++step) target.merge(source, step);
      } else {
        read(target, written(source));
      }
      parts.pop_back();
    }
    parts[0]->flush();
    const Graph merged(*parts[0]);
    ASSERT_EQ(merged.text(), expected.text());
    EXPECT_EQ(compare(merged.view(), expected.view()), std::strong_ordering::equal);
    EXPECT_EQ(Graph(expected.text()).text(), expected.text());
    EXPECT_EQ(expected.view().limits(), limits);
  }
}

// Memory is bounded by distinct pairs, beyond what waits.
TEST(Graph, RepetitionsTakeNoMemory) {
  ContextMemory memory;
  GraphBuilder builder(memory, {}, seed);
  for (int i = 200'000; i > 0; --i) builder.add({"id", i % 2 == 0 ? "a" : "b", "id", "c", {i}});
  builder.flush();
  EXPECT_LT(builder.size(), 50'000u);
  EXPECT_EQ(Graph(builder).view().pairs(), 2u);
}

TEST(Graph, AnIdentifierMayHaveManyPairs) {
  ContextMemory memory;
  GraphBuilder builder(memory, {}, seed);
  for (int i = 100'000; i > 0; --i) builder.add({"device", "shared", "user_id", concat(i), {i}});
  builder.flush();
  const Graph graph(builder);
  EXPECT_EQ(graph.view().pairs(), 100'000u);
  EXPECT_EQ(graph.view().pair(0).first_seen, graph.view().first_seen(graph.view().pair(0).b));
}

TEST(Graph, OtherLimitsAreRefused) {
  const Limits limits = parse_limits(R"({"most_links": {"email": 2}})");
  ContextMemory memory;
  GraphBuilder builder(memory, limits, seed);
  builder.check(limits);
  const auto check = [&] { builder.check({}); };
  EXPECT_EQ(error_of(check), ErrorKind::invalid_parameter);
  EXPECT_EQ(detail_of(check), R"(There are the limits {"most_links": {"email": 2}} and none.)");
  const Graph other("{}");
  EXPECT_EQ(error_of([&] { GraphBuilder::GraphReader(builder, other.view()); }), ErrorKind::invalid_parameter);
}

// What a worker writes is read with care, too.
TEST(Graph, HandedOverBytesThatAreCutAreRefused) {
  ContextMemory memory;
  GraphBuilder builder(memory, {}, seed);
  builder.add({"email", "a", "user_id", "7", {0}});
  builder.flush();
  const Bytes bytes = written(builder);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    GraphBuilder target(memory, {}, seed);
    EXPECT_EQ(error_of([&] { read(target, ConstBytes(bytes).first(size)); }), ErrorKind::invalid_binary) << size;
  }
}

// ---- bytes

std::optional<ErrorKind> error_of_bytes(ConstBytes bytes) {
  return error_of([&] { GraphView::validate(bytes); });
}

TEST(GraphBytes, NothingButAGraphIsOne) {
  const Graph graph(
      "{\"email:a\"@2000-01-01T00:00:01Z,\"email:b\"=\"user_id:7\"@2000-01-01T00:00:02Z} "
      "{\"most_links\": {\"email\": 5}}");
  const Bytes bytes = copy_of(graph.bytes());
  EXPECT_EQ(error_of_bytes(bytes), std::nullopt);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_EQ(error_of_bytes(ConstBytes(bytes).first(size)), ErrorKind::invalid_binary) << size;
  Bytes longer = bytes;
  longer.push_back({});
  EXPECT_EQ(error_of_bytes(longer), ErrorKind::invalid_binary);

  // 28 bytes in front, two kinds of 16, three identifiers of 12, the names, the texts, the pair.
  const auto refused = [&](std::size_t at, auto value) {
    Bytes forged = bytes;
    overwrite(forged, at, value);
    EXPECT_EQ(error_of_bytes(forged), ErrorKind::invalid_binary) << "at " << at << ": " << +value;
  };
  for (std::size_t at = 4; at < 28; at += 4)
    for (const std::uint32_t value : {4u, 0x7fffffffu, 0xffffffffu}) refused(at, value);
  for (const std::uint32_t value : {0u, 13u, 0xffffffffu}) refused(28, value);  // where the first name ends
  for (const std::uint32_t value : {1u, 3u, 0xffffffffu}) refused(32, value);   // its identifiers
  refused(36, Limits::most + 1);
  refused(40, Limits::most + 1);
  for (const std::int64_t value : {INT64_MIN, INT64_MAX, last_instant.value + 1}) refused(60, value);
  for (const std::uint32_t value : {0u, 2u, 4u, 0xffffffffu}) refused(68, value);   // where the first text ends
  for (const char value : {'E', ' ', ':', '\0', '\xc3'}) refused(96, value);        // names
  for (const char value : {'A', ' ', 'b', 'c', '\0', '\xff'}) refused(108, value);  // texts
  for (const std::uint32_t value : {2u, 0xffffffffu}) refused(111, value);
  for (const std::uint32_t value : {0u, 1u, 3u}) refused(115, value);
  for (const std::int64_t value : {INT64_MIN, std::int64_t{1'999'999}, INT64_MAX}) refused(119, value);
}

TEST(GraphBytes, OrderIsTotal) {
  const Graph a("{\"id:a\"@2000-01-01T00:00:00Z}"), b("{\"id:b\"@2000-01-01T00:00:00Z}");
  EXPECT_EQ(compare(a.view(), a.view()), std::strong_ordering::equal);
  EXPECT_EQ(compare(a.view(), b.view()), 0 <=> compare(b.view(), a.view()));
  EXPECT_NE(compare(a.view(), b.view()), std::strong_ordering::equal);
}

// ---- text

TEST(GraphText, ReadsAnyOrderBlanksAndRepetitions) {
  EXPECT_EQ(Graph(" { \"Email: Ann@acme.com\" = \"id:7\" @2026-01-05T09:00:00.100Z , "
                  "\"id:7\"=\"email:ann@acme.com\" @ 2026-01-04T09:00:00Z } ")
                .text(),
            "{\"email:ann@acme.com\"@2026-01-04T09:00:00Z,\"id:7\"@2026-01-04T09:00:00Z,"
            "\"email:ann@acme.com\"=\"id:7\"@2026-01-04T09:00:00Z}");
  EXPECT_EQ(Graph("{} {}").text(), "{}");
  EXPECT_EQ(Graph("{\"id:}{\\\"a:b\"@2026-01-05T09:00:00Z}{\"most_links\":{\"x\": 1}}").text(),
            "{\"id:}{\\\"a:b\"@2026-01-05T09:00:00Z} {\"most_links\": {\"x\": 1}}");
}

TEST(GraphText, AnythingElseIsRefused) {
  for (const std::string_view text : {"",
                                      "{",
                                      "}",
                                      "{,}",
                                      "{} x",
                                      "{} {\"most\": 1}",
                                      "{\"id:a\"}",
                                      "{\"id:a\"@}",
                                      "{\"id:a\"@2026-01-05}",
                                      "{\"id:a\"@2026-01-05T09:00Z}",
                                      "{\"id:a\"@2026-01-05T24:00:00Z}",
                                      "{\"id:a\"@2026-01-05T09:60:00Z}",
                                      "{\"id:a\"@2026-01-05T09:00:60Z}",
                                      "{\"id:a\"@2026-01-05T09:00:00.Z}",
                                      "{\"id:a\"@2026-01-05T09:00:00.0000001Z}",
                                      "{\"id:a\"@2026-02-30T09:00:00Z}",
                                      "{\"id:a\"@294277-01-01T00:00:00Z}",
                                      "{\"id:a\"@4714-11-23T00:00:00Z BC}",
                                      "{\"id:a\"@5874897-12-31T00:00:00Z}",
                                      "{\"id:a\"@2026-01-05T-1:00:00Z}",
                                      "{\"id:a\"@infinity}",
                                      "{\"a\"@2026-01-05T09:00:00Z}",
                                      "{\":a\"@2026-01-05T09:00:00Z}",
                                      "{\"id:\"@2026-01-05T09:00:00Z}",
                                      "{\"id:a@2026-01-05T09:00:00Z}",
                                      "{\"id:\\",
                                      "{\"id:a\"=\"b\"@2026-01-05T09:00:00Z}",
                                      "{\"id:a\"@2026-01-05T09:00:00Z \"id:b\"@2026-01-05T09:00:00Z}",
                                      "{\"id:\xff\"@2026-01-05T09:00:00Z}"})
    EXPECT_EQ(error_of([&] { Graph graph(text); }), ErrorKind::invalid_text) << text;
}

}  // namespace
}  // namespace c360::identity
