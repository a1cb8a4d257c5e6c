// Bytes that validate() lets in stand every operation, and set operations keep their laws.
// Longest input: 300
#include "core/activity/active_users.hpp"
#include "core/activity/history_agg.hpp"
#include "core/activity/history_text.hpp"
#include "core/activity/retention.hpp"
#include "core/activity/stickiness.hpp"
#include "fuzzing.hpp"

using namespace c360;
using namespace c360::activity;
using namespace c360::fuzzing;

namespace {

struct Parameters {
  Grain grain;
  Day as_of;
  std::int32_t periods;
};

OddCopy combined(SetOperation operation, const HistoryView& a, const HistoryView& b) {
  BoundedMemory memory;
  StateBuffer buffer(memory);
  combine(operation, a, b, buffer);
  const HistoryView result(buffer.bytes());
  HistoryView::validate(result.value_bytes());
  return OddCopy(result.value_bytes());
}

bool same(const OddCopy& a, const OddCopy& b) { return std::ranges::equal(a.bytes(), b.bytes()); }

void check_questions(const HistoryView& history, const Parameters& parameters) {
  const Periods periods(parameters.grain, parameters.as_of);
  std::int64_t days = 0;
  history.for_each_run([&](DayRun run) {
    REQUIRE(run.from < run.to);
    REQUIRE(history.contains(Day{static_cast<std::int32_t>(run.from)}));
    days += run.to - run.from;
  });
  REQUIRE(history.count_between(INT64_MIN, INT64_MAX) == days);
  REQUIRE(history.first().has_value() == !history.empty());
  const std::int64_t as_of = parameters.as_of.value;
  REQUIRE(history.count_between(INT64_MIN, as_of) + history.contains(parameters.as_of) +
              history.count_between(as_of + 1, INT64_MAX) ==
          days);
  const auto inactive = days_inactive(history, parameters.as_of);
  REQUIRE(!inactive || (*inactive == 0) == history.contains(parameters.as_of));
  REQUIRE(inactive.has_value() == (history.count_between(INT64_MIN, as_of + 1) > 0));

  const int active = coefficient(history, CoefficientWindow({parameters.as_of, parameters.periods, parameters.grain}));
  const std::int64_t length = streak(history, periods, parameters.as_of);
  REQUIRE(active >= std::min<std::int64_t>(length, parameters.periods) && active <= parameters.periods);
  const Lifecycle stage = lifecycle(history, periods, parameters.as_of);
  const bool is_active =
      stage == Lifecycle::first_time || stage == Lifecycle::returning || stage == Lifecycle::resurrecting;
  REQUIRE(is_active == (length > 0));
  std::optional<std::int64_t> before;
  for_each_active_period(history, periods, [&](std::int64_t start) {
    REQUIRE(!before || *before < start);
    before = start;
  });
  REQUIRE(before.has_value() == !history.empty());
}

void check_pair(const HistoryView& a, const HistoryView& b) {
  const OddCopy both = combined(SetOperation::unite, a, b), common = combined(SetOperation::intersect, a, b),
                only_a = combined(SetOperation::subtract, a, b), only_b = combined(SetOperation::subtract, b, a);
  REQUIRE(same(both, combined(SetOperation::unite, b, a)));
  REQUIRE(same(common, combined(SetOperation::intersect, b, a)));
  REQUIRE(same(combined(SetOperation::unite, HistoryView(only_a.bytes()), HistoryView(common.bytes())),
               OddCopy(a.value_bytes())));
  REQUIRE(same(combined(SetOperation::unite, HistoryView(only_b.bytes()), a), both));
  REQUIRE(HistoryView(combined(SetOperation::intersect, HistoryView(only_a.bytes()), b).bytes()).empty());

  REQUIRE((compare(a, b) == 0) == std::ranges::equal(a.value_bytes(), b.value_bytes()));
  REQUIRE(compare(a, b) == (0 <=> compare(b, a)));
  REQUIRE(compare(a, a) == 0);

  BoundedMemory memory;
  StateBuffer buffer(memory);
  HistoryAgg::create(buffer, {});
  HistoryAgg(buffer).add(a);
  HistoryAgg(buffer).add(b);
  HistoryAgg(buffer).merge(buffer.bytes());
  REQUIRE(std::ranges::equal(HistoryAgg::result(buffer.bytes(), memory).bytes(), both.bytes()));
}

void check_aggregates(const HistoryView& history, const Parameters& parameters) {
  BoundedMemory memory;
  StateBuffer stickiness(memory), retention(memory), active_users(memory);
  Stickiness::create(stickiness, {parameters.as_of, parameters.periods});
  Stickiness(stickiness).add({history});
  Stickiness::validate(stickiness.bytes());

  Retention::create(retention, {parameters.grain, parameters.periods, parameters.as_of});
  Retention(retention).add({history, {}});
  Retention::validate(retention.bytes());
  const Retention::Result retained = Retention::result(retention.bytes(), memory);
  for (std::size_t k = 0; k < retained.finished; ++k) REQUIRE(retained.active[k] <= retained.active[0]);

  const std::int32_t to = std::min(parameters.as_of.value, last_day.value - 40) + 40;
  const ActiveUsersParameters range{parameters.as_of.value, to, 2, {1, parameters.periods}};
  ActiveUsers::create(active_users, range);
  ActiveUsers(active_users).add({history});
  ActiveUsers::validate(active_users.bytes());
  const ActiveUsers::Result users = ActiveUsers::result(active_users.bytes(), memory);
  for (std::size_t i = 0; i < range.days(); ++i) {
    const std::int64_t each = range.from + static_cast<std::int64_t>(i);
    REQUIRE(users.counts[i] == history.contains(Day{static_cast<std::int32_t>(each)}));
    REQUIRE(users.counts[range.days() + i] == (history.count_between(each - parameters.periods + 1, each + 1) > 0));
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const auto grain = Grain::from_code(static_cast<std::uint16_t>(input.take<std::uint16_t>() % Grain::codes));
  const Parameters parameters{grain.value_or(Grain{}), input.take_day(), input.take<std::uint8_t>() % 48 + 1};
  const OddCopy second(input.take_bytes(input.take<std::uint8_t>())), first(input.bytes());
  if (!succeeds({ErrorKind::invalid_binary}, [&] { HistoryView::validate(first.bytes()); })) return 0;

  const HistoryView history(first.bytes());
  check_questions(history, parameters);
  check_aggregates(history, parameters);
  BoundedMemory memory;
  StateBuffer read_again(memory);
  from_text(to_text(history), read_again);
  REQUIRE(std::ranges::equal(HistoryView(read_again.bytes()).value_bytes(), first.bytes()));

  if (succeeds({ErrorKind::invalid_binary}, [&] { HistoryView::validate(second.bytes()); }))
    check_pair(history, HistoryView(second.bytes()));
  else
    check_pair(history, history);
  return 0;
}
