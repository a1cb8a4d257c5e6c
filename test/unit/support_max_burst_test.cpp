// Bursts: the most events within any window of one length (METRICS D7).
#include "core/support/max_burst.hpp"

#include <algorithm>
#include <limits>

#include "aggregate.hpp"

namespace c360::support {
namespace {

using namespace testing;

constexpr std::int64_t day_length = 86'400'000'000, first = first_instant.value, last = last_instant.value;

std::int64_t burst(std::int64_t length, const std::vector<std::int64_t>& events) {
  Aggregate<MaxBurst> aggregate({length});
  for (const std::int64_t at : events) aggregate.add({Instant{at}});
  aggregate.expect_valid();
  return aggregate.result();
}

TEST(MaxBurst, CountsTheFullestWindow) {
  EXPECT_EQ(burst(10, {0, 20, 25, 29, 40, 49}), 3);
  EXPECT_EQ(burst(10, {49, 29, 0, 40, 25, 20}), 3);  // in any order
  EXPECT_EQ(burst(1, {5, 5, 5}), 3);
  EXPECT_EQ(burst(10, {7}), 1);
  EXPECT_EQ(burst(10, {}), 0);
}

TEST(MaxBurst, TheWindowIsHalfOpen) {
  EXPECT_EQ(burst(10, {0, 10}), 1);
  EXPECT_EQ(burst(11, {0, 10}), 2);
}

TEST(MaxBurst, TheWholeCalendarFits) {
  EXPECT_EQ(burst(last, {first, 0, last}), 2);
  EXPECT_EQ(burst(day_length, {first, last - day_length + 1, last}), 2);
}

TEST(MaxBurst, AnIntervalHasALengthWithoutMonths) {
  EXPECT_EQ((IntervalParts{0, 7, 0}).length("within"), 7 * day_length);
  EXPECT_EQ((IntervalParts{0, 1, -1}).length("within"), day_length - 1);
  EXPECT_EQ((IntervalParts{0, 0, 1}).length("within"), 1);
  EXPECT_EQ((IntervalParts{0, 0, last}).length("within"), last);
  EXPECT_EQ((IntervalParts{0, 106'751'982, 0}).length("within"), 106'751'982 * day_length);
  for (const IntervalParts& interval :
       {IntervalParts{1, 0, 0}, IntervalParts{-1, 60, 0}, IntervalParts{12, 1, 1}, IntervalParts{0, 0, 0},
        IntervalParts{0, 1, -day_length}, IntervalParts{0, -1, 0}, IntervalParts{0, 0, -1},
        IntervalParts{0, 0, last + 1}, IntervalParts{0, INT32_MAX, 0}, IntervalParts{0, INT32_MAX, INT64_MAX},
        IntervalParts{INT32_MAX, INT32_MAX, INT64_MAX}, IntervalParts{0, INT32_MIN, INT64_MIN},
        IntervalParts{INT32_MIN, INT32_MIN, INT64_MIN}})
    EXPECT_EQ(error_of([&] { (void)interval.length("within"); }), ErrorKind::invalid_parameter)
        << interval.days << ' ' << interval.microseconds;
}

TEST(MaxBurst, ANumberWithoutAUnitIsOneOfDays) {
  EXPECT_EQ(days_of("7"), 7);
  EXPECT_EQ(days_of(" 007\n"), 7);
  EXPECT_EQ(days_of("-7"), -7);  // refused as a length
  for (const std::string_view text : {"", "7 days", "7:00", "P7D", "-", "1e3", "seven"})
    EXPECT_EQ(days_of(text), std::nullopt) << text;
  for (const std::string_view text : {"7.5", ".5", "7-5", "+7", "99999999999999999999"})
    EXPECT_EQ(error_of([&] { (void)days_of(text); }), ErrorKind::invalid_parameter) << text;
}

TEST(MaxBurst, TheWindowIsConstantWithinAGroup) {
  Aggregate<MaxBurst> seven({7}), eight({8});
  EXPECT_EQ(error_of([&] { seven.add({8}, nullptr); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { seven.merge(eight); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([] { Aggregate<MaxBurst>({0}); }), ErrorKind::invalid_parameter);
}

TEST(MaxBurst, AgreesWithCountingFromEveryEventInPartsAndWhole) {
  Chance chance(700);
  for (int round = 0; round < 1000; ++round) {
    const std::int64_t span = chance.of(std::array<std::int64_t, 3>{50, 5000, last / 2}),
                       length = chance.number(1, chance.one_in(4) ? last : span);
    std::vector<MaxBurst::Row> rows;
    for (std::int64_t i = chance.number(0, 40); i > 0; --i)
      rows.push_back({Instant{chance.number(-std::min(span, -first), span)}});
    if (chance.one_in(3)) std::ranges::sort(rows, {}, &MaxBurst::Row::at);
    std::int64_t expected = 0;
    for (const auto& from : rows)
      expected = std::max<std::int64_t>(expected, std::ranges::count_if(rows, [&](const auto& row) {
                                          return row.at >= from.at &&
                                                 static_cast<__int128>(row.at.value) - from.at.value < length;
                                        }));
    expect_parts_merge_to_the_whole<MaxBurst>({length}, rows, chance, [&](std::int64_t whole, std::int64_t merged) {
      EXPECT_EQ(whole, expected);
      EXPECT_EQ(merged, expected);
    });
    ASSERT_FALSE(HasFailure());
  }
}

TEST(MaxBurst, EndsInSteps) {
  Chance chance(701);
  expect_steps_grow_with_rows<MaxBurst>(
      {1'000'000}, [&](std::size_t, std::size_t) { return MaxBurst::Row{Instant{chance.number(0, 1'000'000'000)}}; });
  expect_steps_grow_with_rows<MaxBurst>(
      {1'000'000}, [](std::size_t i, std::size_t) { return MaxBurst::Row{Instant{static_cast<std::int64_t>(i)}}; });
  // All at once, and then one so late that the window leaves all of them behind.
  expect_steps_grow_with_rows<MaxBurst>({1'000'000}, [](std::size_t i, std::size_t n) {
    return MaxBurst::Row{Instant{i + 1 < n ? 0 : last_instant.value}};
  });
}

}  // namespace
}  // namespace c360::support
