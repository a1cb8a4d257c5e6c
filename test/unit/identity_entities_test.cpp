// Who is one entity, and which pairs are not followed (METRICS E1).
#include "core/identity/entities.hpp"

#include <map>
#include <set>

#include "states/stored_values.hpp"
#include "testing.hpp"

namespace c360::identity {
namespace {

using namespace testing;

struct Answer {
  std::vector<std::uint32_t> entities, sizes, links;
  std::vector<Conflict> conflicts;
};

Answer answer_of(const GraphView& graph) {
  ContextMemory memory;
  Entities entities(graph, memory);
  finish(entities);
  Links links(graph, memory);
  finish(links);
  Answer answer;
  for (std::uint32_t i = 0; i < graph.identifiers(); ++i) {
    answer.entities.push_back(entities.entity_of(i));
    answer.sizes.push_back(entities.size(entities.entity_of(i)));
    answer.links.push_back(links.of(i));
  }
  answer.conflicts.assign(entities.conflicts().begin(), entities.conflicts().end());
  return answer;
}

// The definition, word by word: labels that are spread over and over.
Answer model_of(const GraphView& graph) {
  const std::uint32_t count = graph.identifiers();
  std::vector<std::set<std::uint32_t>> links(count), members(count);
  std::vector<std::uint32_t> order, label(count);
  for (std::uint32_t i = 0; i < graph.pairs(); ++i) {
    order.push_back(i);
    links[graph.pair(i).a].insert(graph.pair(i).b);
    links[graph.pair(i).b].insert(graph.pair(i).a);
  }
  std::ranges::sort(order, {}, [&](std::uint32_t i) {
    const Pair pair = graph.pair(i);
    return std::tuple(pair.first_seen, graph.kind_name(graph.kind_of(pair.a)), graph.kind_name(graph.kind_of(pair.b)),
                      graph.text(pair.a), graph.text(pair.b));
  });
  for (std::uint32_t i = 0; i < count; ++i) members[label[i] = i] = {i};
  Answer answer;
  for (const std::uint32_t number : order) {
    const Pair pair = graph.pair(number);
    std::optional<Conflict> conflict;
    for (const std::uint32_t i : {pair.a, pair.b}) {
      const std::uint32_t kind = graph.kind_of(i), most = graph.kind(kind).limits.most_links;
      if (!conflict && most != 0 && links[i].size() > most)
        conflict = Conflict{number, Reason::most_links, static_cast<std::uint8_t>(kind),
                            static_cast<std::uint32_t>(links[i].size())};
    }
    const std::uint32_t a = label[pair.a], b = label[pair.b];
    if (!conflict && a == b) continue;
    std::set<std::uint32_t> joined = members[a];
    joined.insert(members[b].begin(), members[b].end());
    for (std::uint32_t kind = 0; kind < graph.kinds(); ++kind) {
      const auto found = static_cast<std::uint32_t>(
          std::ranges::count_if(joined, [&](std::uint32_t i) { return graph.kind_of(i) == kind; }));
      const std::uint32_t most = graph.kind(kind).limits.most_per_entity;
      if (!conflict && most != 0 && found > most)
        conflict = Conflict{number, Reason::most_per_entity, static_cast<std::uint8_t>(kind), found};
    }
    if (conflict) {
      answer.conflicts.push_back(*conflict);
      continue;
    }
    for (const std::uint32_t i : joined) label[i] = a;
    members[a] = joined;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto& all = members[label[i]];
    answer.entities.push_back(
        *std::ranges::min_element(all, {}, [&](std::uint32_t m) { return std::pair(graph.first_seen(m), m); }));
    answer.sizes.push_back(static_cast<std::uint32_t>(all.size()));
    answer.links.push_back(static_cast<std::uint32_t>(links[i].size()));
  }
  return answer;
}

void expect_same(const Answer& answer, const Answer& model) {
  ASSERT_EQ(answer.entities, model.entities);
  ASSERT_EQ(answer.sizes, model.sizes);
  ASSERT_EQ(answer.links, model.links);
  ASSERT_EQ(answer.conflicts.size(), model.conflicts.size());
  for (std::size_t i = 0; i < answer.conflicts.size(); ++i) {
    const Conflict &x = answer.conflicts[i], &y = model.conflicts[i];
    ASSERT_EQ(std::tuple(x.pair, x.reason, x.kind, x.found), std::tuple(y.pair, y.reason, y.kind, y.found));
  }
}

TEST(Entities, RandomGraphsAreWhatTheDefinitionSays) {
  Chance chance(3);
  for (int round = 0; round < 2'000; ++round) {
    Limits limits;
    if (!chance.one_in(4))
      limits = parse_limits(concat("{\"most_per_entity\": {\"user_id\": ", chance.number(1, 3), ", \"device\": ",
                                   chance.number(1, 5), "}, \"most_links\": {\"email\": ", chance.number(1, 6), "}}"));
    ContextMemory memory;
    GraphBuilder builder(memory, limits, {});
    const std::int64_t identifiers = chance.number(1, 12);
    for (auto i = chance.number(0, 40); i > 0; --i) {
      static constexpr std::string_view kinds[] = {"email", "user_id", "device"};
      const std::string a = concat(chance.number(1, identifiers)), b = concat(chance.number(1, identifiers));
      builder.add({chance.of(kinds), a, chance.of(kinds), b, {chance.number(0, 9)}});
    }
    builder.flush();
    const Graph graph(builder);
    const Answer answer = answer_of(graph.view());
    expect_same(answer, model_of(graph.view()));
    // A pair that is not followed is between two entities for ever.
    for (const Conflict& conflict : answer.conflicts) {
      const Pair pair = graph.view().pair(conflict.pair);
      EXPECT_NE(answer.entities[pair.a], answer.entities[pair.b]);
    }
  }
}

TEST(Entities, AChainIsOne) {
  ContextMemory memory;
  GraphBuilder builder(memory, {}, {});
  constexpr std::uint32_t length = 100'000;
  for (std::uint32_t i = length; i > 0; --i) builder.add({"id", concat(i - 1), "id", concat(i), {i}});
  builder.flush();
  const Graph graph(builder);
  const Answer answer = answer_of(graph.view());
  EXPECT_EQ(answer.sizes[0], length + 1);
  EXPECT_EQ(std::ranges::count(answer.entities, answer.entities[0]), length + 1);
  EXPECT_EQ(graph.view().text(answer.entities[0]), "0");  // as early as 1, and before it
}

TEST(Entities, AnOlderPairMayComeLater) {
  const std::string_view limits = " {\"most_per_entity\": {\"user_id\": 1}}";
  const Graph late(concat("{\"email:a\"=\"user_id:1\"@2026-01-02T00:00:00Z}", limits));
  const Graph both(concat(
      "{\"email:a\"=\"user_id:1\"@2026-01-02T00:00:00Z,\"email:a\"=\"user_id:2\"@2026-01-01T00:00:00Z}", limits));
  EXPECT_EQ(answer_of(late.view()).conflicts.size(), 0u);
  const Answer answer = answer_of(both.view());
  ASSERT_EQ(answer.conflicts.size(), 1u);
  EXPECT_EQ(both.view().text(both.view().pair(answer.conflicts[0].pair).b), "1");
  EXPECT_EQ(answer.entities[0], answer.entities[2]);
}

}  // namespace
}  // namespace c360::identity
