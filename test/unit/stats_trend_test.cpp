// Trend: a straight line by least squares, from exact sums (METRICS D6).
#include "core/stats/trend.hpp"

#include <algorithm>
#include <cmath>  // Boost 1.74 forgets it
#include <limits>

#include <boost/math/statistics/bivariate_statistics.hpp>
#include <boost/math/statistics/linear_regression.hpp>

#include "aggregate.hpp"

namespace c360::stats {
namespace {

using namespace testing;

using Row = Trend::Row;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

Row point(std::int32_t at, double value) {
  return {Millionths::from_units(static_cast<Millionths::Units>(std::llround(value * 1e6))), Day{at}};
}

Trend::Result trend_of(const std::vector<Row>& rows) {
  Aggregate<Trend> aggregate({});
  for (const Row& row : rows) aggregate.add(row);
  aggregate.expect_valid();
  return aggregate.result();
}

TEST(Trend, ALineIsFoundExactly) {
  for (const std::int32_t start : {0, -730'119, first_day.value, last_day.value - 90}) {
    const auto line =
        trend_of({point(start, 1), point(start + 30, 1.1), point(start + 60, 1.2), point(start + 90, 1.3)});
    ASSERT_TRUE(line);
    EXPECT_DOUBLE_EQ(line->slope_per_30_days, 0.1);
    EXPECT_EQ(line->r, 1);
    EXPECT_EQ(line->t, std::nullopt);
    EXPECT_EQ(line->count, 4);
    EXPECT_EQ(line->direction, Direction::up);
  }
  const auto falling = trend_of({point(0, 3), point(1, 2), point(2, 1)});
  EXPECT_EQ(falling->slope_per_30_days, -30);
  EXPECT_EQ(falling->r, -1);
  EXPECT_EQ(falling->direction, Direction::down);
}

TEST(Trend, AMillionthBesideTheLineIsSeen) {
  const auto line = trend_of({point(0, 1'000'000), point(1, 2'000'000), point(2, 3'000'000.000001)});
  EXPECT_TRUE(line->t);
  EXPECT_GT(*line->t, 1e11);
}

TEST(Trend, AConstantValueIsFlat) {
  const auto line = trend_of({point(0, 5), point(3, 5), point(9, 5)});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->slope_per_30_days, 0);
  EXPECT_EQ(line->r, std::nullopt);
  EXPECT_EQ(line->t, std::nullopt);
  EXPECT_EQ(line->direction, Direction::flat);
}

TEST(Trend, WithoutSlopeItIsFlatAndKnowsR) {
  const auto line = trend_of({point(0, 1), point(1, 2), point(2, 1)});
  EXPECT_EQ(line->slope_per_30_days, 0);
  EXPECT_EQ(line->r, 0);
  EXPECT_EQ(line->t, 0);
  EXPECT_EQ(line->direction, Direction::flat);
}

TEST(Trend, TwoStandardErrorsMakeADirection) {
  // Errors ±1 at eight of 12 points, which neither the mean nor the days 0 to 7 know (the signs of Thue and Morse):
  // t² = a² · 143 ÷ 8 · 10, and the border is a = 2 · √(8 ÷ 1430) = 0.149591…
  const auto with_slope = [](double slope) {
    constexpr int signs[] = {1, -1, -1, 1, -1, 1, 1, -1, 0, 0, 0, 0};
    std::vector<Row> rows;
    for (int x = 0; x < 12; ++x) rows.push_back(point(x, slope * x + signs[x]));
    return trend_of(rows);
  };
  EXPECT_EQ(with_slope(0.149'591)->direction, Direction::flat);
  EXPECT_LT(*with_slope(0.149'591)->t, 2);
  EXPECT_EQ(with_slope(0.149'592)->direction, Direction::up);
  EXPECT_GE(*with_slope(0.149'592)->t, 2);
  EXPECT_EQ(with_slope(-0.149'591)->direction, Direction::flat);
  EXPECT_EQ(with_slope(-0.149'592)->direction, Direction::down);
}

TEST(Trend, ExactlyTwoIsEnough) {
  // Four points each at x = −1 and 1, around means −1 and 1, with errors whose squares add up to 6 twice:
  // t² = 8 ÷ 12 · (8 − 2) = 4.
  const auto with_error = [](double error) {
    std::vector<Row> rows;
    for (const std::int32_t x : {-1, 1})
      for (const double one : {error, -1.0, -1.0, 0.0}) rows.push_back(point(x, x + one));
    return trend_of(rows);
  };
  EXPECT_DOUBLE_EQ(*with_error(2)->t, 2);
  EXPECT_EQ(with_error(2)->direction, Direction::up);
  EXPECT_EQ(with_error(2.000'001)->direction, Direction::flat);
}

TEST(Trend, FewerThanThreePointsOrOneDayAreNoTrend) {
  EXPECT_EQ(trend_of({}), std::nullopt);
  EXPECT_EQ(trend_of({point(0, 1), point(1, 2)}), std::nullopt);
  EXPECT_EQ(trend_of({point(7, 1), point(7, 2), point(7, 3), point(7, 4)}), std::nullopt);
  EXPECT_TRUE(trend_of({point(7, 1), point(7, 2), point(8, 3)}));
}

TEST(Trend, ValuesBeyondAnInt64OfMillionthsAreOutOfRange) {
  const auto error = [](Millionths::Units units) {
    return error_of([&] { trend_of({{Millionths::from_units(units), Day{0}}}); });
  };
  EXPECT_EQ(error(largest), std::nullopt);
  EXPECT_EQ(error(-Millionths::Units{largest}), std::nullopt);
  EXPECT_EQ(error(Millionths::Units{largest} + 1), ErrorKind::out_of_range);
  EXPECT_EQ(error(-Millionths::Units{largest} - 1), ErrorKind::out_of_range);
  EXPECT_EQ(error(Millionths::Units{1} << 127), ErrorKind::out_of_range);
}

TEST(Trend, StandsBothEndsOfCalendarAndValues) {
  const Millionths most = Millionths::from_units(largest), least = Millionths::from_units(-Millionths::Units{largest});
  std::vector<Row> rows;
  for (int i = 0; i < 1000; ++i) rows.insert(rows.end(), {{least, first_day}, {most, last_day}});
  const auto line = trend_of(rows);
  EXPECT_EQ(line->r, 1);
  EXPECT_NEAR(line->slope_per_30_days, 30 * 2 * 9223372036854.775807 / (2145031948.0 + 2451545.0), 1e-6);
  rows.push_back({least, last_day});
  EXPECT_GT(*trend_of(rows)->t, 100);
}

bool same(const Trend::Result& a, const Trend::Result& b) {
  return a.has_value() == b.has_value() &&
         (!a || (a->slope_per_30_days == b->slope_per_30_days && a->r == b->r && a->t == b->t && a->count == b->count &&
                 a->direction == b->direction));
}

TEST(Trend, AgreesWithBoostInPartsAndWholeAndInAnyOrder) {
  Chance chance(600);
  int ups = 0, flats = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<Row> rows;
    const double slope = static_cast<double>(chance.number(-20, 20)) / 10,
                 noise = static_cast<double>(chance.number(0, 200));
    const std::int32_t start = chance.small(-5000, 12'000);
    for (std::int64_t i = chance.number(0, 30); i > 0; --i) {
      const std::int32_t x = chance.small(0, 400);
      rows.push_back(point(start + x, slope * x + noise * static_cast<double>(chance.number(-1000, 1000)) / 1000));
    }
    std::vector<double> xs, ys;
    for (const Row& row : rows) {
      xs.push_back(row.day.value - start);
      ys.push_back(row.value.to_double());
    }
    expect_parts_merge_to_the_whole<Trend>({}, rows, chance, [&](const auto& whole, const auto& merged) {
      EXPECT_TRUE(same(whole, merged));
      const bool one_day = std::ranges::adjacent_find(xs, std::not_equal_to()) == xs.end();
      ASSERT_EQ(whole.has_value(), rows.size() >= 3 && !one_day);
      if (!whole) return;
      const double expected = 30 * boost::math::statistics::simple_ordinary_least_squares(xs, ys).second;
      EXPECT_NEAR(whole->slope_per_30_days, expected, 1e-7 * std::max(1.0, std::abs(expected)));
      const bool constant = std::ranges::adjacent_find(ys, std::not_equal_to()) == ys.end();
      EXPECT_EQ(whole->r.has_value(), !constant);
      if (constant) return;
      const double r = boost::math::statistics::correlation_coefficient(xs, ys);
      EXPECT_NEAR(*whole->r, r, 1e-9);
      if (!whole->t) {
        EXPECT_NEAR(std::abs(r), 1, 1e-9);
        return;
      }
      if (std::abs(r) < 0.999) {
        EXPECT_NEAR(*whole->t, r * std::sqrt(static_cast<double>(rows.size() - 2) / (1 - r * r)), 1e-6);
      }
      EXPECT_EQ(whole->direction, *whole->t >= 2 ? Direction::up : *whole->t <= -2 ? Direction::down : Direction::flat);
      ups += whole->direction == Direction::up;
      flats += whole->direction == Direction::flat;
    });
    std::ranges::reverse(rows);
    const auto reversed = trend_of(rows);
    std::ranges::reverse(rows);
    EXPECT_TRUE(same(reversed, trend_of(rows)));
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(ups, 100);
  EXPECT_GT(flats, 100);
}

}  // namespace
}  // namespace c360::stats
