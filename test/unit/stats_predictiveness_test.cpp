// Predictiveness: does a metric tell beforehand who will leave (METRICS D10)?
#include "core/stats/predictiveness.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "aggregate.hpp"
#include "core/stats/accumulators.hpp"

namespace c360::stats {
namespace {

using namespace testing;

using Row = Predictiveness::Row;
using Findings = Predictiveness::Findings;
using Direction = Predictiveness::Direction;

constexpr double least = std::numeric_limits<double>::denorm_min(), largest = std::numeric_limits<double>::max();

Predictiveness::Result result_of(const std::vector<Row>& rows) {
  Aggregate<Predictiveness> aggregate({});
  for (const Row& row : rows) aggregate.add(row);
  aggregate.expect_valid();
  return aggregate.result();
}
Findings findings_of(const std::vector<Row>& rows) { return result_of(rows).value(); }

double value_of(Ratio ratio) { return static_cast<double>(ratio.numerator) / static_cast<double>(ratio.denominator); }

// Equal to the last bit, r too where `to_the_bit`; what one plan computes, every plan computes.
void expect_equal(const Predictiveness::Result& a, const Predictiveness::Result& b, bool to_the_bit = true) {
  ASSERT_EQ(a.has_value(), b.has_value());
  if (!a) return;
  EXPECT_EQ(a->customers, b->customers);
  EXPECT_EQ(a->churned, b->churned);
  EXPECT_TRUE(a->auc == b->auc) << value_of(a->auc) << ' ' << value_of(b->auc);
  EXPECT_EQ(a->direction, b->direction);
  ASSERT_EQ(a->lift.has_value(), b->lift.has_value());
  EXPECT_TRUE(!a->lift || *a->lift == *b->lift) << value_of(*a->lift) << ' ' << value_of(*b->lift);
  EXPECT_EQ(a->information_value, b->information_value);
  EXPECT_TRUE(!to_the_bit || a->r == b->r);
}

// Metrics of 1, 2, 3 …: 'c' has churned, 's' has stayed.
std::vector<Row> ranked(std::string_view fates) {
  std::vector<Row> rows;
  for (const char fate : fates) rows.push_back({static_cast<double>(rows.size() + 1), fate == 'c'});
  return rows;
}

TEST(Predictiveness, CountsThePairsWhoseChurnedHasTheGreaterMetric) {
  // Churned: 2 and 4; stayed: 1, 3, 5. Of six pairs 2 > 1, 4 > 1, 4 > 3 are won.
  const Findings findings = findings_of(ranked("scscs"));
  EXPECT_EQ(findings.customers, 5);
  EXPECT_EQ(findings.churned, 2);
  EXPECT_TRUE(findings.auc == (Ratio{3, 6}));
  EXPECT_TRUE(findings_of(ranked("ssscc")).auc == (Ratio{1, 1}));
  EXPECT_TRUE(findings_of(ranked("ccsss")).auc == (Ratio{0, 1}));
}

TEST(Predictiveness, ATieIsHalfAPair) {
  EXPECT_TRUE(findings_of({{1, false}, {1, true}}).auc == (Ratio{1, 2}));
  EXPECT_TRUE(findings_of({{1, false}, {1, true}, {0, false}}).auc == (Ratio{3, 4}));
  EXPECT_TRUE(findings_of({{0.0, false}, {-0.0, true}}).auc == (Ratio{1, 2}));
}

TEST(Predictiveness, SaysWhichEndAnnouncesChurn) {
  EXPECT_EQ(findings_of(ranked("ssscc")).direction, Direction::higher);
  EXPECT_EQ(findings_of(ranked("ccsss")).direction, Direction::lower);
  EXPECT_EQ(findings_of(ranked("scscs")).direction, std::nullopt);
  EXPECT_EQ(findings_of(ranked("scscs")).lift, std::nullopt);
  EXPECT_EQ(name_of(Direction::higher), "higher");
  EXPECT_EQ(name_of(Direction::lower), "lower");
}

TEST(Predictiveness, LiftIsOfTheTenthThatAnnouncesChurn) {
  // The two with the greatest metric have churned, and two others of twenty: 2 of 2 against 4 of 20.
  const Findings findings = findings_of(ranked("sssscssssssscssssscc"));
  EXPECT_EQ(findings.direction, Direction::higher);
  EXPECT_TRUE(*findings.lift == (Ratio{5, 1}));
  EXPECT_TRUE(*findings_of(ranked("ccssssscssssssssscss")).lift == (Ratio{5, 1}));
}

TEST(Predictiveness, ATenthNeedNotBeWhole) {
  // Of 15, the greatest 1.5: the first has churned, half of the second as well. 1.5 of 1.5 against 2 of 15.
  EXPECT_TRUE(*findings_of(ranked("ssssssssssssscc")).lift == (Ratio{15, 2}));
  // Only the first, against 2 of 15.
  EXPECT_TRUE(*findings_of(ranked("ssssssssssscssc")).lift == (Ratio{5, 1}));
  // Of five, the greatest half: half a customer who has churned, against 1 of 5.
  EXPECT_TRUE(*findings_of(ranked("ssssc")).lift == (Ratio{5, 1}));
}

TEST(Predictiveness, ATieAtTheBorderIsInTheTenthByThePartThatFits) {
  // The greatest two of twenty: one alone, and one of four equal ones of whom two have churned, so half of one.
  std::vector<Row> rows{{9, true}, {8, true}, {8, true}, {8, false}, {8, false}};
  for (int i = 0; i < 15; ++i) rows.push_back({static_cast<double>(i) / 2, false});
  // 1.5 of 2 against 3 of 20.
  EXPECT_TRUE(*findings_of(rows).lift == (Ratio{5, 1}));
}

TEST(Predictiveness, WithoutBothKindsThereIsNothingToSay) {
  EXPECT_EQ(result_of({}), std::nullopt);
  EXPECT_EQ(result_of(ranked("sss")), std::nullopt);
  EXPECT_EQ(result_of(ranked("ccc")), std::nullopt);
}

TEST(Predictiveness, AConstantMetricTellsNothing) {
  const Findings findings = findings_of({{7, true}, {7, false}, {7, false}});
  EXPECT_EQ(findings.r, std::nullopt);
  EXPECT_TRUE(findings.auc == (Ratio{1, 2}));
  EXPECT_EQ(findings.direction, std::nullopt);
  EXPECT_EQ(findings.information_value, 0);
}

TEST(Predictiveness, InformationOfTwoValues) {
  // Two values, so two bins: 6 of 10 stayed and 1 of 5 churned at 0, the others at 1. Shares of totals with a half in
  // each bin.
  std::vector<Row> rows;
  for (int i = 0; i < 10; ++i) rows.push_back({i < 6 ? 0.0 : 1.0, false});
  for (int i = 0; i < 5; ++i) rows.push_back({i < 1 ? 0.0 : 1.0, true});
  const double low = (1.5 / 6 - 6.5 / 11) * std::log((1.5 / 6) / (6.5 / 11)),
               high = (4.5 / 6 - 4.5 / 11) * std::log((4.5 / 6) / (4.5 / 11));
  EXPECT_NEAR(findings_of(rows).information_value, low + high, 1e-14);
}

TEST(Predictiveness, CorrelationOfTheLargestAndTheSmallest) {
  EXPECT_EQ(findings_of({{largest, true}, {-largest, false}}).r, 1);
  EXPECT_EQ(findings_of({{least, false}, {2 * least, true}}).r, 1);
  EXPECT_EQ(findings_of({{0, true}, {least, false}}).r, -1);
  EXPECT_NEAR(*findings_of({{largest, true}, {largest, false}, {-largest, false}}).r, 0.5, 1e-15);
  // Small differences of great numbers.
  EXPECT_NEAR(*findings_of({{0x1p60, false}, {0x1p60, false}, {0x1p60 + 0x1p10, true}}).r, 1, 1e-15);
  EXPECT_NEAR(*findings_of({{1e15 + 1, true}, {1e15 + 2, false}, {1e15 + 3, false}, {1e15 + 4, true}}).r, 0, 1e-15);
}

// ---- against the definitions, taken literally

std::vector<Row> random_rows(Chance& chance) {
  std::vector<Row> rows;
  const std::int64_t values = chance.of(std::array{1, 2, 3, 10, 1000});
  const std::int64_t of_hundred = chance.of(std::array{1, 5, 30, 50, 99});
  const std::int64_t pull = chance.number(-40, 40);  // how much churn depends on the metric
  for (std::int64_t i = chance.number(0, 120); i > 0; --i) {
    const std::int64_t value = chance.number(0, values - 1);
    rows.push_back(
        {static_cast<double>(value) / 8, chance.number(1, 100) <= of_hundred + pull * (2 * value - values) / values});
  }
  return rows;
}

// The first tenth from one end, filled value by value; of equal customers each gives the same part.
double lift_of(const std::vector<Row>& rows, bool highest) {
  std::map<double, std::pair<int, int>> by_value;  // customers, churned
  double churned = 0;
  for (const Row& row : rows) {
    auto& [customers, gone] = by_value[highest ? -row.metric : row.metric];
    ++customers;
    gone += row.churned;
    churned += row.churned;
  }
  const auto n = static_cast<double>(rows.size());
  double room = n / 10, found = 0;
  for (const auto& [value, counts] : by_value) {
    const double taken = std::min<double>(room, counts.first);
    found += taken * counts.second / counts.first;
    room -= taken;
  }
  return found / (n / 10) / (churned / n);
}

double information_of(const std::vector<Row>& rows) {
  std::map<std::int64_t, std::array<double, 2>> counts;
  std::array<double, 2> totals{};
  for (const Row& row : rows) {
    std::int64_t below = 0, equal = 0;
    for (const Row& other : rows) {
      below += other.metric < row.metric;
      equal += other.metric == row.metric;
    }
    auto& bin =
        counts[static_cast<std::int64_t>(10 * (2 * below + equal) / (2 * static_cast<std::int64_t>(rows.size())))];
    bin[row.churned] += 1;
    totals[row.churned] += 1;
  }
  double sum = 0;
  for (const auto& [number, bin] : counts) {
    std::array<double, 2> share;
    for (const std::size_t kind : {0u, 1u})
      share[kind] = (bin[kind] + 0.5) / (totals[kind] + 0.5 * static_cast<double>(counts.size()));
    sum += (share[1] - share[0]) * std::log(share[1] / share[0]);
  }
  return sum;
}

double correlation_of(const std::vector<double>& metrics, const std::vector<double>& fates) {
  Series<statistic::variance, statistic::covariance> metric_set;
  Series<statistic::variance> fate_set;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    metric_set(metrics[i], covariate1 = fates[i]);
    fate_set(fates[i]);
  }
  return covariance(metric_set, covariate1) / std::sqrt(variance(metric_set) * variance(fate_set));
}

TEST(Predictiveness, AgreesWithTheDefinitions) {
  Chance chance(200);
  int cases = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::vector<Row> rows = random_rows(chance);
    std::int64_t won = 0, pairs = 0;
    std::vector<double> metrics, fates;
    for (const Row& row : rows) {
      metrics.push_back(row.metric);
      fates.push_back(row.churned);
      for (const Row& other : rows) {
        if (!row.churned || other.churned) continue;
        won += row.metric > other.metric ? 2 : row.metric == other.metric;
        pairs += 2;
      }
    }
    const auto result = result_of(rows);
    ASSERT_EQ(result.has_value(), pairs > 0);
    if (!result) continue;
    ++cases;
    ASSERT_TRUE(result->auc == (Ratio{won, pairs}));
    if (2 * won == pairs) {
      ASSERT_EQ(result->direction, std::nullopt);
      ASSERT_EQ(result->lift, std::nullopt);
    } else {
      ASSERT_EQ(result->direction, 2 * won > pairs ? Direction::higher : Direction::lower);
      ASSERT_NEAR(value_of(*result->lift), lift_of(rows, 2 * won > pairs), 1e-9);
    }
    ASSERT_NEAR(result->information_value, information_of(rows), 1e-12);
    const bool is_constant = std::ranges::min(metrics) == std::ranges::max(metrics);
    ASSERT_EQ(result->r.has_value(), !is_constant);
    ASSERT_NEAR(result->r.value_or(0), is_constant ? 0 : correlation_of(metrics, fates), 1e-12);
  }
  EXPECT_GT(cases, 2000);
}

// ---- what always holds

TEST(Predictiveness, TurnedUpsideDownTheOtherEndAnnounces) {
  Chance chance(201);
  for (int round = 0; round < 1000; ++round) {
    const std::vector<Row> rows = random_rows(chance);
    std::vector<Row> turned;
    for (const Row& row : rows) turned.push_back({-row.metric, row.churned});
    const auto a = result_of(rows), b = result_of(turned);
    ASSERT_EQ(a.has_value(), b.has_value());
    if (!a) continue;
    ASSERT_EQ(a->auc.denominator, b->auc.denominator);
    ASSERT_EQ(a->auc.numerator + b->auc.numerator, a->auc.denominator);  // AUC(x) + AUC(-x) = 1
    ASSERT_EQ(a->direction.has_value(), b->direction.has_value());
    if (a->direction) {
      ASSERT_NE(*a->direction, *b->direction);
      ASSERT_TRUE(*a->lift == *b->lift);
    }
    ASSERT_NEAR(a->r.value_or(0), -b->r.value_or(0), 1e-12);
  }
}

TEST(Predictiveness, OnlyTheOrderOfTheMetricCountsButForR) {
  Chance chance(202);
  for (int round = 0; round < 1000; ++round) {
    const std::vector<Row> rows = random_rows(chance);
    std::vector<Row> bent, scaled;
    for (const Row& row : rows) {
      bent.push_back({std::exp(row.metric), row.churned});
      scaled.push_back({std::ldexp(row.metric, 300), row.churned});
    }
    expect_equal(result_of(rows), result_of(bent), false);
    expect_equal(result_of(rows), result_of(scaled));  // a power of two changes no bit of r either
    ASSERT_FALSE(HasFailure());
  }
}

TEST(Predictiveness, StaysWithinItsBounds) {
  Chance chance(203);
  for (int round = 0; round < 1000; ++round) {
    const auto result = result_of(random_rows(chance));
    if (!result) continue;
    ASSERT_GE(result->auc.numerator, 0);
    ASSERT_LE(result->auc.numerator, result->auc.denominator);
    ASSERT_GE(result->information_value, 0);
    ASSERT_LE(std::abs(result->r.value_or(0)), 1);
    const double most = std::min(10.0, static_cast<double>(result->customers) / static_cast<double>(result->churned));
    ASSERT_LE(value_of(result->lift.value_or(Ratio{1, 1})), most + 1e-9);
  }
}

TEST(Predictiveness, TheOrderOfArrivalDoesNotShow) {
  Chance chance(204);
  for (int round = 0; round < 300; ++round) {
    std::vector<Row> rows = random_rows(chance);
    for (Row& row : rows) row.metric *= 0.1;  // sums of tenths differ by their order
    const auto before = result_of(rows);
    for (std::size_t i = rows.size(); i > 1; --i)
      std::swap(rows[i - 1], rows[static_cast<std::size_t>(chance.number(0, static_cast<std::int64_t>(i) - 1))]);
    expect_equal(before, result_of(rows));
    ASSERT_FALSE(HasFailure());
  }
}

TEST(Predictiveness, PartsMergeToTheWhole) {
  Chance chance(205);
  for (int round = 0; round < 300; ++round) {
    std::vector<Row> rows = random_rows(chance);
    for (Row& row : rows)
      row.metric = chance.one_in(30) ? chance.of(std::array{largest, -largest, least, -0.0}) : row.metric * 0.1;
    expect_parts_merge_to_the_whole<Predictiveness>(
        {}, rows, chance, [](const auto& whole, const auto& merged) { expect_equal(whole, merged); });
    ASSERT_FALSE(HasFailure());
  }
}

TEST(Predictiveness, MergedWithItselfItKeepsAllButTheCounts) {
  // Once where there is room for it, and once where the state has to grow.
  for (const std::string_view fates : {"sc", "scs", "sccs", "ssscsscc", "scscscscscscscscc"}) {
    const std::vector<Row> rows = ranked(fates);
    ContextMemory memory;
    StateBuffer buffer(memory);
    Predictiveness::create(buffer, {});
    for (const Row& row : rows) Predictiveness(buffer).add(row);
    const Findings once = Predictiveness::result(buffer.bytes(), memory).value();
    Predictiveness(buffer).merge(buffer.bytes());
    const Findings twice = Predictiveness::result(buffer.bytes(), memory).value();
    EXPECT_EQ(twice.customers, 2 * once.customers);
    EXPECT_EQ(twice.churned, 2 * once.churned);
    EXPECT_TRUE(twice.auc == once.auc) << fates;
    EXPECT_EQ(twice.direction, once.direction);
    EXPECT_NEAR(*twice.r, *once.r, 1e-15);
  }
}

TEST(Predictiveness, ACustomerIsEightBytes) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  Predictiveness::create(buffer, {});
  EXPECT_EQ(buffer.size(), 28u);  // of 32, with the host's length word
  for (int i = 0; i < 1000; ++i) Predictiveness(buffer).add({static_cast<double>(i), i % 3 == 0});
  EXPECT_EQ(buffer.size(), 8188u);  // the next power of two: 12 + 8 · 1000 fit
}

TEST(Predictiveness, SpareRoomStaysZero) {
  Aggregate<Predictiveness> aggregate({});
  std::size_t stayed = 0, churned = 0;
  for (const char fate : std::string_view("cccscssccscccccccccc")) {
    aggregate.add({1.0 / 3, fate == 'c'});
    ++(fate == 'c' ? churned : stayed);
    const Bytes bytes = aggregate.bytes();
    const std::size_t from = 12 + 8 * stayed, to = bytes.size() - 8 * churned;
    EXPECT_TRUE(std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(from),
                            bytes.begin() + static_cast<std::ptrdiff_t>(to),
                            [](std::byte byte) { return byte == std::byte{0}; }))
        << stayed << ' ' << churned;
  }
}

TEST(Predictiveness, EndsInSteps) {
  Chance chance(901);
  expect_steps_grow_with_rows<Predictiveness>({}, [&](std::size_t, std::size_t) {
    return Predictiveness::Row{static_cast<double>(chance.number(0, 1'000'000)), chance.one_in(3)};
  });
  // One tie of all, and one customer who churned.
  expect_steps_grow_with_rows<Predictiveness>({}, [](std::size_t i, std::size_t) {
    return Predictiveness::Row{7, i == 0};
  });
}

}  // namespace
}  // namespace c360::stats
