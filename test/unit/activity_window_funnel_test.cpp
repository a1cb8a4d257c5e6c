// Funnels: the deepest step reached in order within a window of the first (METRICS A20).
#include "core/activity/window_funnel.hpp"

#include <algorithm>

#include "aggregate.hpp"

namespace c360::activity {
namespace {

using namespace testing;

using Row = WindowFunnel::Row;

struct Event {
  std::int64_t at;
  std::uint32_t steps;
};

std::int32_t funnel(std::int64_t within, std::int32_t steps, const std::vector<Event>& events) {
  Aggregate<WindowFunnel> aggregate({within, steps});
  for (const Event& event : events) aggregate.add({Instant{event.at}, event.steps});
  aggregate.expect_valid();
  return aggregate.result();
}

constexpr std::uint32_t step(int number) { return std::uint32_t{1} << (number - 1); }

TEST(WindowFunnel, CountsStepsInOrder) {
  EXPECT_EQ(funnel(100, 3, {{0, step(1)}, {10, step(2)}, {20, step(3)}}), 3);
  EXPECT_EQ(funnel(100, 3, {{0, step(1)}, {10, step(3)}, {20, step(2)}}), 2);
  EXPECT_EQ(funnel(100, 3, {{0, step(2)}, {10, step(3)}}), 0);
  EXPECT_EQ(funnel(100, 3, {{0, step(1)}, {10, step(3)}}), 1);  // none is left out
  EXPECT_EQ(funnel(100, 3, {}), 0);
  EXPECT_EQ(funnel(100, 3, {{5, 0}}), 0);
}

TEST(WindowFunnel, OtherEventsBetweenDoNotMatter) {
  EXPECT_EQ(funnel(100, 3, {{0, step(1)}, {1, step(1)}, {2, step(2)}, {3, step(1)}, {4, step(2)}, {5, step(3)}}), 3);
  EXPECT_EQ(funnel(100, 3, {{0, step(3)}, {1, step(1)}, {2, step(3)}, {3, step(2)}, {4, 0}, {5, step(3)}}), 3);
}

TEST(WindowFunnel, AllStepsAreWithinTheWindowOfTheFirst) {
  EXPECT_EQ(funnel(20, 3, {{0, step(1)}, {10, step(2)}, {20, step(3)}}), 3);
  EXPECT_EQ(funnel(19, 3, {{0, step(1)}, {10, step(2)}, {20, step(3)}}), 2);
  EXPECT_EQ(funnel(9, 3, {{0, step(1)}, {10, step(2)}, {20, step(3)}}), 1);
  // A later beginning may come farther.
  EXPECT_EQ(funnel(10, 3, {{0, step(1)}, {5, step(2)}, {8, step(1)}, {12, step(2)}, {18, step(3)}}), 3);
  // An earlier one as far as it came.
  EXPECT_EQ(funnel(10, 3, {{0, step(1)}, {5, step(2)}, {8, step(1)}, {30, step(3)}}), 2);
}

TEST(WindowFunnel, OneInstantMayFulfilSeveralStepsInAnyOrderOfRows) {
  EXPECT_EQ(funnel(0, 3, {{7, step(1) | step(2) | step(3)}}), 3);
  EXPECT_EQ(funnel(0, 3, {{7, step(1)}, {7, step(2)}, {7, step(3)}}), 3);
  EXPECT_EQ(funnel(0, 3, {{7, step(3)}, {7, step(2)}, {7, step(1)}}), 3);
  EXPECT_EQ(funnel(0, 3, {{7, step(3)}, {7, step(1)}}), 1);
  EXPECT_EQ(funnel(5, 3, {{7, step(2) | step(3)}, {5, step(1)}}), 3);
  EXPECT_EQ(funnel(0, 2, {{7, step(1)}, {8, step(2)}}), 1);
}

TEST(WindowFunnel, ThirtyTwoStepsAndTheWholeCalendarFit) {
  std::vector<Event> events;
  for (int i = 1; i <= 32; ++i) events.push_back({i, step(i)});
  EXPECT_EQ(funnel(31, 32, events), 32);
  EXPECT_EQ(funnel(30, 32, events), 31);
  EXPECT_EQ(funnel(last_instant.value, 2, {{first_instant.value, step(1)}, {last_instant.value, step(2)}}), 1);
  EXPECT_EQ(funnel(last_instant.value, 2, {{0, step(1)}, {last_instant.value, step(2)}}), 2);
}

TEST(WindowFunnel, ParametersAreConstantWithinAGroup) {
  Aggregate<WindowFunnel> a({7, 2}), b({8, 2}), c({7, 3});
  EXPECT_EQ(error_of([&] { a.add({8, 2}, nullptr); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { a.add({7, 3}, nullptr); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { a.merge(b); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { a.merge(c); }), ErrorKind::invalid_parameter);
  using Parameters = WindowFunnel::Parameters;
  for (const Parameters& parameters : {Parameters{7, 0}, Parameters{7, 33}, Parameters{7, -1}, Parameters{-1, 2}})
    EXPECT_EQ(error_of([&] { Aggregate<WindowFunnel> aggregate(parameters); }), ErrorKind::invalid_parameter);
}

// Every chain from every event of step 1.
std::int32_t by_definition(const WindowFunnel::Parameters& parameters, const std::vector<Row>& rows) {
  std::int32_t deepest = 0;
  for (const Row& row : rows) {
    if ((row.steps & 1) == 0) continue;
    Instant now = row.at;
    std::int32_t reached = 1;
    while (reached < parameters.steps) {
      // The earliest event of the next step leaves the most time.
      std::optional<Instant> next;
      for (const Row& other : rows)
        if (other.steps >> reached & 1 && other.at >= now && (!next || other.at < *next)) next = other.at;
      if (!next || static_cast<__int128>(next->value) - row.at.value > parameters.within) break;
      now = *next;
      ++reached;
    }
    deepest = std::max(deepest, reached);
  }
  return deepest;
}

TEST(WindowFunnel, IsByDefinitionInPartsAndWhole) {
  Chance chance(720);
  std::array<int, 6> seen{};
  for (int round = 0; round < 3000; ++round) {
    const std::int64_t span = chance.of(std::array<std::int64_t, 3>{8, 60, last_instant.value / 2});
    const WindowFunnel::Parameters parameters{chance.number(0, span), chance.small(1, 5)};
    std::vector<Row> rows;
    for (std::int64_t i = chance.number(0, 40); i > 0; --i) {
      std::uint32_t steps = 0;
      for (std::int32_t each = 0; each < parameters.steps; ++each)
        if (chance.one_in(4)) steps |= std::uint32_t{1} << each;
      rows.push_back({Instant{chance.number(-std::min(span, -first_instant.value), span)}, steps});
    }
    const std::int32_t expected = by_definition(parameters, rows);
    ++seen[static_cast<std::size_t>(expected)];
    expect_parts_merge_to_the_whole<WindowFunnel>(parameters, rows, chance,
                                                  [&](std::int32_t whole, std::int32_t merged) {
                                                    EXPECT_EQ(whole, expected);
                                                    EXPECT_EQ(merged, expected);
                                                  });
    ASSERT_FALSE(HasFailure());
  }
  for (const int rounds : seen) EXPECT_GT(rounds, 0);
}

}  // namespace
}  // namespace c360::activity
