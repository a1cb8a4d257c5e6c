// Usage drop: an entity's last weeks against its own baseline (METRICS A13).
#include "core/activity/usage_drop.hpp"

#include <algorithm>
#include <cmath>

#include "aggregate.hpp"
#include "calendar_model.hpp"
#include "core/stats/accumulators.hpp"

namespace c360::activity {
namespace {

using namespace testing;

using Row = UsageDrop::Row;

Millionths amount(double value) {
  return Millionths::from_units(static_cast<Millionths::Units>(std::llround(value * 1e6)));
}

// One row per week, oldest first, each on the Sunday; the last one ends on as_of.
const Day sunday = day("2026-03-01");
std::vector<Row> weekly(const std::vector<double>& usage) {
  std::vector<Row> rows;
  for (std::size_t week = 0; week < usage.size(); ++week)
    rows.push_back({Day{sunday.value - 7 * static_cast<std::int32_t>(usage.size() - 1 - week)}, amount(usage[week])});
  return rows;
}
UsageDrop::Result drop_of(const std::vector<Row>& rows, const UsageDrop::Parameters& parameters = {sunday}) {
  Aggregate<UsageDrop> aggregate(parameters);
  for (const Row& row : rows) aggregate.add(row);
  aggregate.expect_valid();
  return aggregate.result();
}

// The definition, step by step. What is compared with a limit is compared in whole millionths.
struct Model {
  std::optional<double> recent, baseline, change, z, slope;
  std::optional<bool> dropped;
};

double median_of(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

Model model(const std::vector<Row>& rows, const UsageDrop::Parameters& parameters) {
  using namespace stats;
  const std::int64_t as_of = parameters.as_of.value, weeks = parameters.recent_weeks + parameters.baseline_weeks;
  const Grain week{Grain::Unit::week};
  std::int64_t end = model_start(week, parameters.as_of, as_of);  // Monday behind the last finished week
  if (model_start(week, parameters.as_of, as_of + 1) == as_of + 1) end = as_of + 1;

  std::vector<std::int64_t> usage(static_cast<std::size_t>(weeks));  // millionths, oldest first
  std::optional<std::int64_t> first;
  for (const Row& row : rows) {
    if (row.day.value > as_of) continue;
    first = std::min<std::int64_t>(first.value_or(row.day.value), row.day.value);
    const std::int64_t from_oldest = row.day.value - (end - 7 * weeks);
    if (from_oldest >= 0 && row.day.value < end)
      usage[static_cast<std::size_t>(from_oldest / 7)] += static_cast<std::int64_t>(row.weight.units());
  }
  const auto plain = [](std::int64_t units) { return static_cast<double>(units) / 1e6; };

  Model result;
  std::int64_t recent_sum = 0, baseline_sum = 0;
  for (std::int64_t i = parameters.baseline_weeks; i < weeks; ++i) recent_sum += usage[static_cast<std::size_t>(i)];
  result.recent = plain(recent_sum) / parameters.recent_weeks;
  if (!first) return result;

  std::vector<double> baseline;
  Series<statistic::immediate_mean> mean_set;
  Series<statistic::covariance, statistic::variance> line;
  for (std::int64_t i = 0; i < weeks; ++i) {
    if (end - 7 * (weeks - i) + 6 < *first) continue;  // not born yet
    const double value = plain(usage[static_cast<std::size_t>(i)]);
    line(static_cast<double>(i), covariate1 = value);
    if (i >= parameters.baseline_weeks) continue;
    baseline.push_back(value);
    baseline_sum += usage[static_cast<std::size_t>(i)];
    mean_set(value);
  }
  const auto existed = static_cast<std::int64_t>(baseline.size());
  if (existed * 3 < parameters.baseline_weeks * 2) return result;
  result.baseline = mean(mean_set);
  result.slope = covariance(line, covariate1) / variance(line);
  if (baseline_sum == 0) return result;

  result.change = (*result.recent - *result.baseline) / *result.baseline;
  const double median = median_of(baseline);
  std::vector<double> distances;
  for (const double value : baseline) distances.push_back(std::abs(value - median));
  const double deviation = 1.4826 * median_of(distances);
  if (deviation > 0) result.z = (*result.recent - median) / deviation;
  const bool by_a_fifth = recent_sum * existed * 5 <= baseline_sum * parameters.recent_weeks * 4;
  result.dropped = by_a_fifth && (!result.z || *result.z <= -1);
  return result;
}

void expect_near(const std::optional<double>& actual, const std::optional<double>& expected) {
  ASSERT_EQ(actual.has_value(), expected.has_value());
  EXPECT_NEAR(actual.value_or(0), expected.value_or(0), 1e-9 * std::max(1.0, std::abs(expected.value_or(0))));
}
void expect_same(const UsageDrop::Result& actual, const Model& expected) {
  expect_near(actual.recent, expected.recent);
  expect_near(actual.baseline, expected.baseline);
  expect_near(actual.change, expected.change);
  expect_near(actual.z, expected.z);
  expect_near(actual.slope, expected.slope);
  EXPECT_EQ(actual.dropped, expected.dropped);
}

TEST(UsageDrop, ComparesFourWeeksWithTheTwelveBefore) {
  const auto result = drop_of(weekly({10, 12, 8, 10, 12, 8, 10, 12, 8, 10, 12, 8, 5, 5, 5, 5}));
  EXPECT_EQ(result.recent, 5);
  EXPECT_EQ(result.baseline, 10);
  EXPECT_EQ(result.change, -0.5);
  EXPECT_NEAR(*result.z, -5 / (1.4826 * 2), 1e-12);
  EXPECT_LT(*result.slope, 0);
  EXPECT_EQ(result.dropped, true);
}

TEST(UsageDrop, NoiseIsNoDrop) {
  // Down by a quarter, but the baseline often is.
  EXPECT_EQ(drop_of(weekly({2, 18, 4, 16, 2, 18, 4, 16, 2, 18, 4, 16, 7.5, 7.5, 7.5, 7.5})).dropped, false);
  // Unusual, but small.
  EXPECT_EQ(drop_of(weekly({10, 10.1, 9.9, 10, 10.1, 9.9, 10, 10.1, 9.9, 10, 10.1, 9.9, 9, 9, 9, 9})).dropped, false);
  EXPECT_EQ(drop_of(weekly({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})).dropped, false);
}

TEST(UsageDrop, ASteadyBaselineMakesAnyDropUnusual) {
  const auto result = drop_of(weekly({10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 7, 7, 7, 7}));
  EXPECT_EQ(result.z, std::nullopt);
  EXPECT_EQ(result.dropped, true);
}

TEST(UsageDrop, AFifthIsEnoughWhateverBinaryFractionsSay) {
  for (const double usage : {10.0, 0.5, 5.0, 0.1, 1.0, 35.0}) {
    std::vector<double> weeks(16, usage);
    for (std::size_t week = 12; week < 16; ++week) weeks[week] = usage * 4 / 5;
    EXPECT_EQ(drop_of(weekly(weeks)).dropped, true) << usage;
    weeks[15] += 0.000'001;
    EXPECT_EQ(drop_of(weekly(weeks)).dropped, false) << usage;
  }
}

TEST(UsageDrop, TheRunningWeekIsNotCompared) {
  std::vector<Row> rows = weekly({10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10});
  rows.push_back({Day{sunday.value + 3}, amount(1)});
  const auto result = drop_of(rows, {Day{sunday.value + 3}});
  EXPECT_EQ(result.recent, 10);
  EXPECT_EQ(result.dropped, false);
}

TEST(UsageDrop, WhatHappensAfterAsOfIsInvisible) {
  std::vector<Row> rows = weekly(std::vector<double>(16, 10));
  rows.push_back({Day{sunday.value + 1}, amount(1'000'000)});
  EXPECT_EQ(drop_of(rows).recent, 10);
  const auto nobody = drop_of({{Day{sunday.value + 1}, amount(5)}});
  EXPECT_EQ(nobody.recent, 0);
  EXPECT_EQ(nobody.baseline, std::nullopt);
}

TEST(UsageDrop, EightBaselineWeeksOfExistenceAreNeeded) {
  const auto young = drop_of(weekly(std::vector<double>(11, 10)));
  EXPECT_EQ(young.recent, 10);
  EXPECT_EQ(young.baseline, std::nullopt);
  EXPECT_EQ(young.slope, std::nullopt);
  EXPECT_EQ(young.dropped, std::nullopt);
  const auto grown = drop_of(weekly(std::vector<double>(12, 10)));
  EXPECT_EQ(grown.baseline, 10);  // the weeks before its first are no zeros
  EXPECT_EQ(grown.dropped, false);
  // A day of existence is enough, without any usage.
  auto rows = weekly(std::vector<double>(11, 10));
  rows.push_back({Day{sunday.value - 7 * 12 + 1}, Millionths{}});
  EXPECT_NEAR(*drop_of(rows).baseline, 10 * 7.0 / 8, 1e-12);
}

TEST(UsageDrop, ABaselineOfZeroGivesNoVerdict) {
  const auto result = drop_of(weekly({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 5, 5}));
  EXPECT_EQ(result.recent, 5);
  EXPECT_EQ(result.baseline, 0);
  EXPECT_EQ(result.change, std::nullopt);
  EXPECT_EQ(result.z, std::nullopt);
  EXPECT_EQ(result.dropped, std::nullopt);
}

TEST(UsageDrop, WithoutRowsThereIsNothingToCompare) {
  const auto result = drop_of({});
  EXPECT_EQ(result.recent, 0);
  EXPECT_EQ(result.baseline, std::nullopt);
  EXPECT_EQ(result.dropped, std::nullopt);
}

TEST(UsageDrop, NegativeUsageIsRefused) {
  EXPECT_EQ(error_of([] { drop_of({{sunday, Millionths::from_units(-1)}}); }), ErrorKind::invalid_parameter);
}

TEST(UsageDrop, SumsThatOverflowAreOutOfRange) {
  const Millionths largest = Millionths::from_units(~(Millionths::Units{1} << 127));
  EXPECT_EQ(error_of([&] {
              drop_of({{sunday, largest}, {sunday, Millionths::from_units(1)}});
            }),
            ErrorKind::out_of_range);
  Aggregate<UsageDrop> aggregate({sunday}), other({sunday});
  aggregate.add({sunday, largest});
  other.add({sunday, largest});
  EXPECT_EQ(error_of([&] { aggregate.merge(other); }), ErrorKind::out_of_range);
}

TEST(UsageDrop, WeeksOutOfBoundsAreRefused) {
  const auto error = [](std::int32_t recent, std::int32_t baseline) {
    return error_of([&] { Aggregate<UsageDrop>({sunday, recent, baseline}); });
  };
  EXPECT_EQ(error(1, 3), std::nullopt);
  EXPECT_EQ(error(52, 104), std::nullopt);
  for (const std::int32_t recent : {INT32_MIN, -1, 0, 53, INT32_MAX})
    EXPECT_EQ(error(recent, 12), ErrorKind::invalid_parameter);
  for (const std::int32_t baseline : {INT32_MIN, 0, 2, 105, INT32_MAX})
    EXPECT_EQ(error(4, baseline), ErrorKind::invalid_parameter);
}

TEST(UsageDrop, ParametersAreConstantWithinAGroup) {
  const UsageDrop::Parameters base{sunday, 4, 12};
  for (const UsageDrop::Parameters& other :
       {UsageDrop::Parameters{Day{sunday.value + 1}, 4, 12}, UsageDrop::Parameters{sunday, 5, 12},
        UsageDrop::Parameters{sunday, 4, 13}}) {
    Aggregate<UsageDrop> aggregate(base), from_others(other);
    EXPECT_EQ(error_of([&] { aggregate.add(other, nullptr); }), ErrorKind::invalid_parameter);
    EXPECT_EQ(error_of([&] { aggregate.merge(from_others); }), ErrorKind::invalid_parameter);
  }
}

TEST(UsageDrop, WorksAtBothEndsOfTheCalendar) {
  for (const Day as_of : {first_day, last_day}) {
    const auto result = drop_of({{first_day, amount(5)}, {last_day, amount(7)}}, {as_of});
    EXPECT_GE(result.recent, 0);
  }
  EXPECT_EQ(drop_of({{first_day, amount(5)}}, {last_day}).baseline, 0);
}

TEST(UsageDrop, AgreesWithTheModelInPartsAndWhole) {
  Chance chance(90);
  int drops = 0;
  for (int round = 0; round < 4000; ++round) {
    const Day as_of{chance.small(-2000, 12'000)};
    const UsageDrop::Parameters parameters{as_of, chance.one_in(2) ? 4 : chance.small(1, 8),
                                           chance.one_in(2) ? 12 : chance.small(3, 20)};
    const std::int32_t weeks = parameters.recent_weeks + parameters.baseline_weeks;
    const std::int32_t age = chance.small(1, 7 * (weeks + 4));
    const std::int64_t unit = chance.of(std::array<std::int64_t, 4>{1'000'000, 100'000, 330'000, 1});
    const std::int64_t level = chance.number(0, 20);
    std::vector<Row> rows;
    for (std::int32_t back = -3; back < age; ++back) {
      if (chance.one_in(3)) continue;
      const bool recent = back < 7 * parameters.recent_weeks;
      const std::int64_t usage = chance.one_in(2) ? level : chance.number(0, recent ? level : level + 3);
      rows.push_back({Day{as_of.value - back}, Millionths::from_units(usage * unit)});
    }
    const Model expected = model(rows, parameters);
    drops += expected.dropped.value_or(false);
    expect_parts_merge_to_the_whole<UsageDrop>(parameters, rows, chance, [&](const auto& whole, const auto& merged) {
      expect_same(whole, expected);
      expect_same(merged, expected);
    });
    ASSERT_FALSE(HasFailure()) << "round " << round;
  }
  EXPECT_GT(drops, 100);
}

}  // namespace
}  // namespace c360::activity
