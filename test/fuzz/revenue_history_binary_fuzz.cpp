// Bytes that validate() lets in stand every operation, sums and movements keep their laws.
// Longest input: 400
#include "core/revenue/bridge.hpp"
#include "core/revenue/history_text.hpp"
#include "core/revenue/timeline.hpp"
#include "fuzzing.hpp"

using namespace c360;
using namespace c360::revenue;
using namespace c360::fuzzing;

namespace {

OddCopy value_of(const StateBuffer& buffer) {
  const ConstBytes value = MrrHistoryView(buffer.bytes()).value_bytes();
  MrrHistoryView::validate(value);
  return OddCopy(value);
}
bool same(ConstBytes a, ConstBytes b) { return std::ranges::equal(a, b); }

void check_text(const MrrHistoryView& history) {
  BoundedMemory memory;
  StateBuffer buffer(memory);
  from_text(to_text(history), buffer);
  REQUIRE(same(value_of(buffer).bytes(), history.value_bytes()));
}

void check_questions(const MrrHistoryView& history, Day some) {
  Money before;
  for (std::size_t i = 0; i < history.count(); ++i) {
    const MrrStep step = history.step(i);
    REQUIRE(history.at(step.day) == step.mrr);
    REQUIRE(step.day == first_day || history.at(Day{step.day.value - 1}) == before);
    before = step.mrr;
  }
  REQUIRE(history.at(last_day) == before);
  Money found;  // the slow way
  for (std::size_t i = 0; i < history.count(); ++i)
    if (history.step(i).day <= some) found = history.step(i).mrr;
  REQUIRE(history.at(some) == found);
}

// What METRICS B demands of any customer's movements.
struct Laws {
  Money mrr;
  std::optional<std::int64_t> before;
  bool ever = false, fresh = false;

  void enter(std::int64_t period) {
    REQUIRE(!before || *before < period);
    before = period;
  }
  void movement(const Movement& movement) {
    enter(movement.period);
    REQUIRE(movement.amount != Money() && mrr + movement.amount == movement.mrr);
    switch (movement.kind) {
      case MovementKind::new_business:
        REQUIRE(mrr == Money() && !ever);
        break;
      case MovementKind::reactivation:
        REQUIRE(mrr == Money() && ever);
        break;
      case MovementKind::churn:
        REQUIRE(mrr > Money() && movement.mrr == Money());
        break;
      case MovementKind::expansion:
        REQUIRE(mrr > Money() && movement.mrr > mrr);
        break;
      case MovementKind::contraction:
        REQUIRE(movement.mrr > Money() && movement.mrr < mrr);
        break;
    }
    mrr = movement.mrr;
    ever = true;
  }
  void transient(std::int64_t period) {
    enter(period);
    REQUIRE(mrr == Money());
    ever = true;
  }
};

void check_movements(const MrrHistoryView& history, const MovementWindow& window) {
  Periods periods(window.grain, window.as_of);
  Laws laws;
  walk_movements(history, periods, MovementQuestion(window), laws);
  REQUIRE(laws.mrr == history.at(window.as_of));
  REQUIRE(laws.ever == (history.count() > 0 && history.step(0).day <= window.as_of));
}

void check_bridge(const MrrHistoryView& history, const MrrHistoryView& other, const MovementWindow& window) {
  BoundedMemory memory(1 << 18);
  StateBuffer buffer(memory), part(memory);
  Bridge::create(buffer, window);
  Bridge::create(part, window);
  // Customers of too many periods are refused, and huge spans end in exhausted memory.
  if (!succeeds({ErrorKind::invalid_parameter}, [&] {
        Bridge(buffer).add(history);
        Bridge(part).add(other);
        Bridge(buffer).merge(part.bytes());
      }))
    return;
  Bridge::validate(buffer.bytes());
  succeeds({}, [&] {
    const Bridge::Result rows = Bridge::result(buffer.bytes(), memory);
    Money mrr;
    std::int64_t customers = 0;
    for (const BridgeRow& row : rows) {
      REQUIRE(row.starting == mrr && row.starting_customers == customers);
      REQUIRE(row.retained <= row.starting && row.retained <= row.ending && row.retained >= Money());
      mrr = row.ending;
      customers = row.ending_customers;
      REQUIRE(customers >= 0 && customers <= 2 && (customers > 0) == (mrr > Money()));
    }
    REQUIRE(mrr == history.at(window.as_of) + other.at(window.as_of));
  });
}

void check_pair(const MrrHistoryView& a, const MrrHistoryView& b, Day some) {
  REQUIRE((compare(a, b) == 0) == same(a.value_bytes(), b.value_bytes()));
  REQUIRE(compare(a, b) == (0 <=> compare(b, a)));
  REQUIRE(compare(a, a) == 0);

  // The sum in three ways, unless it does not fit.
  BoundedMemory memory(1 << 18);
  StateBuffer sum(memory), reversed(memory), state(memory);
  if (!succeeds({ErrorKind::out_of_range}, [&] { add(a, b, sum); })) return;
  REQUIRE(MrrHistoryView(sum.bytes()).at(some) == a.at(some) + b.at(some));
  add(b, a, reversed);
  REQUIRE(same(value_of(sum).bytes(), value_of(reversed).bytes()));
  using State = HistoryOfRows<MrrHistoryView>;
  succeeds({ErrorKind::out_of_range}, [&] {
    State::create(state, {});
    State(state).add(a);
    State(state).add(b);
    Timeline::validate(state.bytes());
    REQUIRE(same(value_of(State::result(state.bytes(), memory)).bytes(), value_of(sum).bytes()));
  });
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const auto grain = Grain::from_code(static_cast<std::uint16_t>(input.take<std::uint16_t>() % Grain::codes));
  const MovementWindow window{grain.value_or(Grain{}), input.take_day()};
  const OddCopy second(input.take_bytes(input.take<std::uint8_t>())), first(input.bytes());
  if (!succeeds({ErrorKind::invalid_binary}, [&] { MrrHistoryView::validate(first.bytes()); })) return 0;

  const MrrHistoryView history(first.bytes());
  check_text(history);
  check_questions(history, window.as_of);
  check_movements(history, window);
  const bool has_second = succeeds({ErrorKind::invalid_binary}, [&] { MrrHistoryView::validate(second.bytes()); });
  const MrrHistoryView other(has_second ? second.bytes() : first.bytes());
  check_bridge(history, other, window);
  check_pair(history, other, window.as_of);
  return 0;
}
