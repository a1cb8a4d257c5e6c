// Bytes that validate() lets in stand every operation: text and back, entities, sums in either order.
// Longest input: 400
#include "core/identity/entities.hpp"
#include "core/identity/graph_text.hpp"
#include "fuzzing.hpp"

using namespace c360;
using namespace c360::identity;
using namespace c360::fuzzing;

namespace {

bool is_value(GraphBuilder& builder, ConstBytes expected) {
  BoundedMemory memory(1 << 20);
  builder.flush();
  GraphWriter writer(builder, memory);
  finish(writer);
  const ConstBytes value = writer.buffer().bytes().first(writer.size());
  GraphView::validate(value);
  return std::ranges::equal(value, expected);
}

void check_text(const GraphView& graph) {
  BoundedMemory memory(1 << 20);
  const std::string text = to_text(graph);
  GraphTextReader reader(text, memory, {});
  finish(reader);
  REQUIRE(is_value(reader.builder(), graph.value_bytes()));
}

void check_entities(const GraphView& graph) {
  BoundedMemory memory(1 << 20);
  Entities entities(graph, memory);
  finish(entities);
  std::uint64_t sizes = 0;
  for (std::uint32_t i = 0; i < graph.identifiers(); ++i) {
    const std::uint32_t entity = entities.entity_of(i);
    REQUIRE(entity < graph.identifiers() && entities.entity_of(entity) == entity);
    REQUIRE(std::pair(graph.first_seen(entity), entity) <= std::pair(graph.first_seen(i), i));
    if (entity == i) sizes += entities.size(i);
  }
  REQUIRE(sizes == graph.identifiers());
  std::size_t apart = 0;
  for (std::uint32_t i = 0; i < graph.pairs(); ++i)
    apart += entities.entity_of(graph.pair(i).a) != entities.entity_of(graph.pair(i).b);
  REQUIRE(apart == entities.conflicts().size());
}

void check_sum(const GraphView& a, const GraphView& b) {
  if (a.limits() != b.limits()) return;
  BoundedMemory memory(1 << 20);
  const auto add = [](GraphBuilder& builder, const GraphView& graph) {
    GraphBuilder::GraphReader reader(builder, graph);
    finish(reader);
  };
  GraphBuilder sum(memory, a.limits(), {}), reversed(memory, a.limits(), HashSeed(3, 4));
  add(sum, a);
  add(sum, b);
  add(sum, a);
  add(reversed, b);
  add(reversed, a);
  GraphWriter writer(sum, memory);
  finish(writer);
  REQUIRE(is_value(reversed, writer.buffer().bytes().first(writer.size())));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const OddCopy second(input.take_bytes(input.take<std::uint8_t>())), first(input.bytes());
  if (!succeeds({ErrorKind::invalid_binary}, [&] { GraphView::validate(first.bytes()); })) return 0;
  const GraphView graph(first.bytes());
  check_text(graph);
  check_entities(graph);
  const bool has_second = succeeds({ErrorKind::invalid_binary}, [&] { GraphView::validate(second.bytes()); });
  // Too many kinds may be too many in their sum.
  if (graph.kinds() < 100) check_sum(graph, has_second ? GraphView(second.bytes()) : graph);
  return 0;
}
