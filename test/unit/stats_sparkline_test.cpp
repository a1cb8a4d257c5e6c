// Sparklines: a series as a word (METRICS A15).
#include "core/stats/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "aggregate.hpp"

namespace c360::stats {
namespace {

using namespace testing;

constexpr double null = std::numeric_limits<double>::quiet_NaN();
constexpr double least = std::numeric_limits<double>::denorm_min(), largest = std::numeric_limits<double>::max();

std::string line(const std::vector<double>& values, SparklineScale scale = {}) {
  ContextMemory memory;
  SparklineDrawing drawing({reinterpret_cast<const std::byte*>(values.data()), values.size()}, scale, memory);
  return std::string(finish(drawing).result());
}

TEST(Sparkline, HasEightHeights) { EXPECT_EQ(line({0, 1, 2, 3, 4, 5, 6, 7}), "▁▂▃▄▅▆▇█"); }

TEST(Sparkline, ReachesFromTheLeastToTheGreatestValue) {
  EXPECT_EQ(line({10, 20, 30}), "▁▅█");
  EXPECT_EQ(line({-30, -20, -10}), "▁▅█");
  EXPECT_EQ(line({5, 1}), "█▁");
}

TEST(Sparkline, NullIsASpaceAndNotZero) {
  EXPECT_EQ(line({0, null, 8}), "▁ █");
  EXPECT_EQ(line({null, null}), "  ");
}

TEST(Sparkline, AConstantSeriesIsInTheMiddle) {
  EXPECT_EQ(line({3, 3, 3}), "▄▄▄");
  EXPECT_EQ(line({0}), "▄");
  EXPECT_EQ(line({null, 7}), " ▄");
}

TEST(Sparkline, AnEmptySeriesIsAnEmptyWord) {
  EXPECT_EQ(line({}), "");
  EXPECT_EQ(line({}, SparklineScale{0, 1}), "");
}

TEST(Sparkline, AGivenScaleCutsWhatLiesOutside) {
  EXPECT_EQ(line({-5, 0, 5, 10, 15}, SparklineScale{0, 10}), "▁▁▅██");
  EXPECT_EQ(line({3, 3, 3}, SparklineScale{0, 8}), "▄▄▄");
}

TEST(Sparkline, AnEndThatIsNotGivenIsTheSeriesOwn) {
  EXPECT_EQ(line({-5, 0, 5, 10}, SparklineScale{0, {}}), "▁▁▅█");
  EXPECT_EQ(line({0, 5, 10, 15}, SparklineScale{{}, 10}), "▁▅██");
  EXPECT_EQ(line({-2, -1}, SparklineScale{0, {}}), "▁▁");  // wholly below the scale
  EXPECT_EQ(line({11, 12}, SparklineScale{{}, 10}), "██");
}

TEST(Sparkline, AnEmptyOrReversedScaleIsRefused) {
  for (const SparklineScale scale :
       {SparklineScale{1, 1}, SparklineScale{2, 1}, SparklineScale{null, 1}, SparklineScale{0, null}})
    EXPECT_EQ(error_of([&] { line({1}, scale); }), ErrorKind::invalid_parameter);
}

TEST(Sparkline, TheLargestNumbersDoNotOverflow) {
  EXPECT_EQ(line({-largest, 0, largest}), "▁▅█");
  EXPECT_EQ(line({-largest, largest}, SparklineScale{-1, 1}), "▁█");
  EXPECT_EQ(line({largest, -largest}, SparklineScale{largest / 2, largest}), "█▁");
}

TEST(Sparkline, TheSmallestNumbersDoNotVanish) {
  EXPECT_EQ(line({0, least}), "▁█");
  EXPECT_EQ(line({-least, least}), "▁█");
  EXPECT_EQ(line({3 * least, 4 * least}), "▁█");
  EXPECT_EQ(line({0, 1, largest}, SparklineScale{0, least}), "▁██");
}

TEST(Sparkline, AgreesWithWholeNumbers) {
  const std::array<std::string, 8> blocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  Chance chance(100);
  for (int round = 0; round < 5000; ++round) {
    std::vector<std::int64_t> numbers;
    for (std::int64_t i = chance.number(2, 20); i > 0; --i) numbers.push_back(chance.number(-1000, 1000));
    const auto [low, high] = std::ranges::minmax(numbers);
    if (low == high) continue;
    std::string expected;
    for (const std::int64_t number : numbers)
      expected += blocks[static_cast<std::size_t>(std::min<std::int64_t>(7, (number - low) * 8 / (high - low)))];
    ASSERT_EQ(line(std::vector<double>(numbers.begin(), numbers.end())), expected);
  }
}

// ---- the aggregate

TEST(SparklineAggregate, IsOrderedByDayNotByArrival) {
  Aggregate<Sparkline> aggregate({});
  aggregate.add({Day{3}, 30});
  aggregate.add({Day{1}, 10});
  aggregate.add({Day{2}, 20});
  EXPECT_EQ(aggregate.result(), "▁▅█");
}

TEST(SparklineAggregate, ValuesOfOneDayStandBySizeWithNullLast) {
  Aggregate<Sparkline> one({}), other({});
  const std::vector<Sparkline::Row> rows{{Day{1}, 8}, {Day{1}, null}, {Day{1}, 0}, {Day{2}, 4}};
  for (const auto& row : rows) one.add(row);
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) other.add(*row);
  EXPECT_EQ(one.result(), "▁█ ▅");
  EXPECT_EQ(other.result(), "▁█ ▅");
}

TEST(SparklineAggregate, WithoutRowsItIsEmpty) { EXPECT_EQ(Aggregate<Sparkline>({}).result(), ""); }

TEST(SparklineAggregate, MergedWithItsOwnBytesItDoubles) {
  Aggregate<Sparkline> aggregate({});
  aggregate.add({Day{1}, 0});
  aggregate.add({Day{2}, 1});
  aggregate.merge(aggregate);
  EXPECT_EQ(aggregate.result(), "▁▁██");
}

TEST(SparklineAggregate, PartsMergeToTheWhole) {
  Chance chance(101);
  for (int round = 0; round < 300; ++round) {
    std::vector<Sparkline::Row> rows;
    for (std::int64_t i = chance.number(0, 200); i > 0; --i)
      rows.push_back({Day{chance.one_in(20) ? chance.of(std::array{first_day, last_day}) : Day{chance.small(0, 50)}},
                      chance.one_in(6) ? null : static_cast<double>(chance.number(-9, 9))});
    expect_parts_merge_to_the_whole<Sparkline>({}, rows, chance,
                                               [](const auto& whole, const auto& merged) { EXPECT_EQ(whole, merged); });
    ASSERT_FALSE(HasFailure());
  }
}

TEST(Sparkline, EndsInSteps) {
  Chance chance(801);
  expect_steps_grow_with_rows<Sparkline>({}, [&](std::size_t, std::size_t) {
    return Sparkline::Row{Day{chance.small(0, 1000)}, static_cast<double>(chance.number(0, 1000))};
  });
  expect_steps_grow_with_rows<Sparkline>({}, [](std::size_t i, std::size_t n) {
    return Sparkline::Row{Day{static_cast<std::int32_t>(n - i)}, 1};
  });
}

}  // namespace
}  // namespace c360::stats
