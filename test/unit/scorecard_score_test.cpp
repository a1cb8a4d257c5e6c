// Rubrics and scores (METRICS C1–C4): by hand, and their properties on random rubrics against a plain model.
#include "core/scorecard/score.hpp"

#include "core/base/exact.hpp"
#include "scoring.hpp"

namespace c360::scorecard {
namespace {

using namespace testing;

std::optional<double> score_of(const Rubric& of, const Metrics& metrics, std::optional<Day> as_of = {}) {
  const auto units = score(of, values_of(of, metrics), as_of);
  if (!units) return {};
  return static_cast<double>(*units) / 1e12;
}

constexpr std::string_view four = R"({"rubric": 1, "missing": "zero", "metrics": [
  {"key": "use", "weight": 40, "type": "ranges", "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "points": 5}]},
  {"key": "on", "weight": 20, "type": "binary"}, {"key": "logins", "weight": 25, "type": "linear", "from": 0, "to": 10, "points": [0, 5]},
  {"key": "mood", "weight": 15, "type": "map", "map": {"red": 0, "yellow": 2.5, "green": 5}, "missing": "exclude"}]})";

TEST(Score, IsTheWeightedShareOfThePoints) {
  const Rubric of = rubric(four);
  EXPECT_DOUBLE_EQ(*score_of(of, {{"use", number(0.5)},
                                  {"on", MetricValue::of_boolean(true)},
                                  {"logins", number(4)},
                                  {"mood", MetricValue::of_text("yellow")}}),
                   16 + 20 + 10 + 7.5);
  EXPECT_NEAR(*score_of(of, {{"use", number(0.6)}, {"on", number(0)}, {"logins", number(40)}}), 65 * 100.0 / 85, 1e-12);
}

TEST(Score, OfNothingThatCountsIsNone) {
  const Rubric of =
      rubric(R"({"rubric": 1, "missing": "exclude", "metrics": [{"key": "a", "weight": 100, "type": "binary"}]})");
  EXPECT_FALSE(score_of(of, {}));
  EXPECT_DOUBLE_EQ(*score_of(rubric(four), {}), 0);
}

TEST(Score, OfMetricsWithoutWeightIsNone) {
  const Rubric of = rubric(
      R"({"rubric": 1, "metrics": [{"key": "a", "weight": 100, "type": "binary", "missing": "exclude"}, {"key": "b", "weight": 0, "type": "binary"}]})");
  const auto values = values_of(of, {{"b", MetricValue::of_boolean(true)}});
  const Score explained = explain(of, values, {});
  EXPECT_FALSE(explained.score);
  EXPECT_EQ(full_contribution(of, explained, 1), 0);
  EXPECT_EQ(effective_weight(explained, 1), 0);
  EXPECT_FALSE(next_gain(of, values, {}, explained, 1));
}

TEST(Score, BordersBelongToTheRangeAbove) {
  const Rubric of = rubric(four);
  MetricValue just_below = number(0.4);
  just_below.number -= 1;
  just_below.rounded = true;
  EXPECT_DOUBLE_EQ(*score_of(of, {{"use", just_below}, {"mood", MetricValue::of_text("red")}}), 0);
  EXPECT_DOUBLE_EQ(*score_of(of, {{"use", number(0.4)}, {"mood", MetricValue::of_text("red")}}), 16);
}

TEST(Score, AValueOfTheWrongKindIsAnError) {
  const Rubric of = rubric(four);
  EXPECT_EQ(error_of([&] { score_of(of, {{"use", MetricValue::of_text("0.5")}}); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { score_of(of, {{"on", MetricValue::of_text("yes")}}); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { score_of(of, {{"mood", MetricValue::of_text("blue")}}); }), ErrorKind::invalid_parameter);
}

TEST(Score, AStaleValueIsMissing) {
  const Rubric of = rubric(
      R"({"rubric": 1, "missing": "exclude", "metrics": [{"key": "a", "weight": 100, "type": "binary", "stale_after": "10 days", "observed_at": "at"}]})");
  MetricValue at;
  at.kind = MetricValue::Kind::day;
  at.day = day("2026-01-01");
  const Metrics metrics = {{"a", MetricValue::of_boolean(true)}, {"at", at}};
  EXPECT_TRUE(score_of(of, metrics, day("2026-01-11")));
  EXPECT_FALSE(score_of(of, metrics, day("2026-01-12")));
  EXPECT_FALSE(score_of(of, {{"a", MetricValue::of_boolean(true)}}, day("2026-01-01")));
  EXPECT_EQ(error_of([&] { score_of(of, metrics); }), ErrorKind::invalid_parameter);
}

// The score as METRICS C1 has it, in floating point, metric by metric.
std::optional<long double> model_of(const Rubric& of, const Metrics& metrics) {
  long double sum = 0, included = 0, known = 0, possible = 0;
  for (const Metric& metric : of.metrics) {
    const auto found = metrics.find(metric.key);
    const auto tier = metrics.find("tier");
    const bool gated = metric.gate && tier != metrics.end() && tier->second.text == "free";
    const auto weight = static_cast<long double>(metric.weight);
    if (gated && metric.gate_excludes) continue;
    possible += weight;
    if (gated) {
      known += weight;
      included += weight;
      continue;
    }
    long double points = 0;
    if (found == metrics.end()) {
      if (metric.missing == Missing::exclude) continue;
      points = metric.missing == Missing::points ? static_cast<long double>(metric.missing_points) : 0;
    } else {
      known += weight;
      const Micro x = found->second.number;
      switch (metric.type) {
        case Metric::Type::ranges:
          for (const PointRange& range : metric.ranges)
            if ((!range.ge || x >= *range.ge) && (!range.lt || x < *range.lt))
              points = static_cast<long double>(range.points);
          break;
        case Metric::Type::binary:
          points = x != 0 ? static_cast<long double>(metric.points) : 0;
          break;
        case Metric::Type::linear: {
          const long double share = std::clamp((static_cast<long double>(x) - static_cast<long double>(metric.from)) /
                                                   static_cast<long double>(metric.to - metric.from),
                                               0.0L, 1.0L);
          points = static_cast<long double>(metric.ends[0]) +
                   share * static_cast<long double>(metric.ends[1] - metric.ends[0]);
          break;
        }
        case Metric::Type::map:
          points = static_cast<long double>(x == micro       ? metric.map[0].second
                                            : x == 2 * micro ? metric.map[1].second
                                                             : *metric.other);
      }
    }
    included += weight;
    sum += weight * points;
  }
  if (included == 0 || (of.min_coverage && known * 1e6L < static_cast<long double>(*of.min_coverage) * possible))
    return {};
  long double result =
      static_cast<long double>(of.scale) / 1e6L * sum / (static_cast<long double>(of.max_points) * included);
  for (const Cap& cap : of.caps)
    if (const auto found = metrics.find(cap.key); found != metrics.end() && found->second.number >= *cap.ge)
      result = std::min(result, static_cast<long double>(cap.max) / 1e6L);
  return result;
}

TEST(Score, AgreesWithThePlainFormula) {
  Chance chance(20260101);
  for (int i = 0; i < 3000; ++i) {
    const Made made = random_rubric(chance);
    const Rubric of = rubric(made.json);
    const Metrics metrics = random_metrics(chance, made);
    const auto expected = model_of(of, metrics);
    const auto units = score(of, values_of(of, metrics), {});
    ASSERT_EQ(units.has_value(), expected.has_value()) << made.json;
    // Linear points are kept to a millionth, and the score to twelve decimals.
    if (units) {
      ASSERT_NEAR(static_cast<double>(*units) / 1e12, static_cast<double>(*expected),
                  static_cast<double>(of.scale) / 1e6 * 1e-5)
          << made.json;
    }
  }
}

TEST(Score, HasContributionsThatAddUpAndStaysWithinTheScale) {
  Chance chance(20260101);
  for (int i = 0; i < 2000; ++i) {
    const Made made = random_rubric(chance);
    const Rubric of = rubric(made.json);
    const auto values = values_of(of, random_metrics(chance, made));
    const Score explained = explain(of, values, {});
    ASSERT_EQ(explained.score, score(of, values, {}));
    ScoreUnits sum = 0;
    for (const ScoreUnits contribution : explained.contributions) sum += contribution;
    if (explained.before_caps) {
      ASSERT_EQ(sum, *explained.before_caps);
    }
    if (explained.score) {
      ASSERT_GE(*explained.score, 0);
      ASSERT_LE(*explained.score, of.scale * 1'000'000);
    }
  }
}

TEST(Score, ExcludingAMetricIsScoringWithoutIt) {
  // The same rubric without the metric, the other weights scaled up.
  const Rubric with = rubric(
      R"({"rubric": 1, "missing": "exclude", "metrics": [{"key": "a", "weight": 20, "type": "binary"}, {"key": "b", "weight": 40, "type": "linear", "from": 0, "to": 7, "points": [0, 5]}, {"key": "c", "weight": 40, "type": "binary"}]})");
  const Rubric without = rubric(
      R"({"rubric": 1, "metrics": [{"key": "b", "weight": 50, "type": "linear", "from": 0, "to": 7, "points": [0, 5]}, {"key": "c", "weight": 50, "type": "binary"}]})");
  for (int x = 0; x <= 8; ++x) {
    const Metrics metrics = {{"b", number(x)}, {"c", MetricValue::of_boolean(x % 2 == 0)}};
    EXPECT_EQ(score(with, values_of(with, metrics), {}), score(without, values_of(without, metrics), {}));
  }
}

TEST(Score, ABetterRangeNeverLowersIt) {
  Chance chance(20260101);
  for (int i = 0; i < 1500; ++i) {
    const Made made = random_rubric(chance);
    const Rubric of = rubric(made.json);
    auto values = values_of(of, random_metrics(chance, made));
    const std::size_t index =
        static_cast<std::size_t>(chance.number(0, static_cast<std::int64_t>(of.metrics.size()) - 1));
    const Metric& metric = of.metrics[index];
    if (metric.type != Metric::Type::ranges || values[metric.input].kind == MetricValue::Kind::missing ||
        !of.caps.empty())
      continue;
    const Score before = explain(of, values, {});
    values[metric.input].number += chance.number(-20, 20) * 250'000;
    const Score after = explain(of, values, {});
    if (!before.score || !after.score) continue;
    if (after.metrics[index].points >= before.metrics[index].points) {
      ASSERT_GE(*after.score, *before.score) << made.json;
    } else {
      ASSERT_LE(*after.score, *before.score) << made.json;
    }
  }
}

TEST(NextGain, IsWhatTheScoreReallyGains) {
  Chance chance(20260101);
  int gains = 0;
  for (int i = 0; i < 2000; ++i) {
    const Made made = random_rubric(chance);
    const Rubric of = rubric(made.json);
    const auto values = values_of(of, random_metrics(chance, made));
    const Score now = explain(of, values, {});
    for (std::size_t m = 0; m < of.metrics.size(); ++m) {
      const auto gain = next_gain(of, values, {}, now, m);
      if (!gain) continue;
      ++gains;
      auto moved = values;
      moved[of.metrics[m].input] =
          MetricValue::of_number(static_cast<Micro>(parse_exact<Millionths>(gain->threshold)->units()));
      const auto then = score(of, moved, {});
      ASSERT_TRUE(then);
      ASSERT_EQ(*then - *now.score, gain->gain) << made.json;
      ASSERT_GT(gain->gain, 0);
    }
  }
  EXPECT_GT(gains, 500);
}

TEST(Changes, AddUpToTheDifferenceOfTheScores) {
  Chance chance(20260101);
  int changed = 0;
  for (int i = 0; i < 2000; ++i) {
    const Made old_made = random_rubric(chance), new_made = random_rubric(chance);
    const Rubric old_rubric = rubric(old_made.json), new_rubric = rubric(new_made.json);
    const Metrics old_metrics = random_metrics(chance, old_made), new_metrics = random_metrics(chance, new_made);
    const Score before = explain(old_rubric, values_of(old_rubric, old_metrics), {});
    const Score between = explain(old_rubric, values_of(old_rubric, new_metrics), {});
    const Score after = explain(new_rubric, values_of(new_rubric, new_metrics), {});
    const auto rows = changes(old_rubric, new_rubric, before, between, after);
    if (!before.score || !between.score || !after.score) {
      ASSERT_TRUE(rows.empty());
      continue;
    }
    ScoreUnits effects = 0;
    for (const Change& row : rows) {
      effects += row.behaviour + row.rubric;
      ASSERT_EQ(row.behaviour + row.rubric, row.after.value_or(0) - row.before.value_or(0));
    }
    ASSERT_EQ(effects, *after.score - *before.score);
    ++changed;
  }
  EXPECT_GT(changed, 500);
}

}  // namespace
}  // namespace c360::scorecard
