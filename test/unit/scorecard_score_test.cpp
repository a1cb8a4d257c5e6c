// Rubrics and scores (METRICS C1–C3): by hand, and their properties on random rubrics against a plain model.
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
  EXPECT_TRUE(explained.full_contributions.empty());
  EXPECT_TRUE(explained.effective_weights.empty());
  EXPECT_FALSE(Gains(of, values, {}, explained).of(1));
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

// Points of a metric that has a value, as METRICS C2 has them.
long double model_points(const Metric& metric, Micro x) {
  long double points = 0;
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
      points =
          static_cast<long double>(metric.ends[0]) + share * static_cast<long double>(metric.ends[1] - metric.ends[0]);
      break;
    }
    case Metric::Type::map:
      points = static_cast<long double>(x == micro       ? metric.map[0].second
                                        : x == 2 * micro ? metric.map[1].second
                                                         : *metric.other);
  }
  return points;
}

bool model_holds(const Condition& condition, const Rubric& of, const Metrics& metrics) {
  return std::ranges::all_of(condition.choices, [&](const Condition::Choice& choice) {
    const auto found = metrics.find(of.inputs[choice.input]);
    return found != metrics.end() && std::ranges::any_of(choice.values, [&](const Json& wanted) {
             return found->second.kind == MetricValue::Kind::text
                        ? wanted.text == found->second.text
                        : wanted.kind == Json::Kind::number && decimal(found->second.number) == wanted.text;
           });
  });
}

// The score as METRICS C1 has it, in floating point, group by group.
std::optional<long double> model_of(const Rubric& of, const Metrics& metrics) {
  const Segment* segment = nullptr;
  for (const Segment& each : of.segments)
    if (!segment && model_holds(each.when, of, metrics)) segment = &each;
  struct Group {
    long double all = 0, counts = 0, stays = 0, known = 0, possible = 0, points = 0;
  };
  std::map<std::string, Group> groups;
  for (std::size_t i = 0; i < of.metrics.size(); ++i) {
    const Metric& metric = of.metrics[i];
    Group& group = groups[of.groups.empty() ? "" : metric.group];
    const auto weight =
        static_cast<long double>(segment ? segment->weight_of(i).value_or(metric.weight) : metric.weight);
    group.all += weight;
    if (metric.gate && model_holds(*metric.gate, of, metrics)) {
      if (metric.gate_policy == Gate::exclude_in_group) group.stays += weight;
      if (metric.gate_policy != Gate::zero) continue;
      group.known += weight;
      group.possible += weight;
      group.counts += weight;
      continue;
    }
    group.possible += weight;
    const auto found = metrics.find(metric.key);
    if (found != metrics.end()) {
      group.known += weight;
      group.points += weight * model_points(metric, found->second.number);
    } else if (metric.missing == Missing::exclude || metric.missing == Missing::exclude_in_group) {
      if (metric.missing == Missing::exclude_in_group) group.stays += weight;
      continue;
    } else if (metric.missing == Missing::points) {
      group.points += weight * static_cast<long double>(metric.missing_points);
    }
    group.counts += weight;
  }
  long double sum = 0, included = 0, known = 0, possible = 0;
  for (const auto& [name, group] : groups) {
    if (group.all == 0) continue;
    long double weight = group.all;
    for (const auto& each : of.groups)
      if (each.name == name && each.weight) weight = static_cast<long double>(*each.weight);
    known += weight * group.known / group.all;
    possible += weight * group.possible / group.all;
    if (group.counts == 0) continue;
    const long double counts = weight * (group.counts + group.stays) / group.all;
    included += counts;
    sum += counts * group.points / group.counts;
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

// Metrics of the three types that a plain rubric has; without groups, segments, caps and gates.
Made random_plain_rubric(Chance& chance) {
  Made made;
  const std::int64_t most = chance.number(1, 20) * 500'000;
  const auto points = [&] { return decimal(chance.number(0, most)); };
  std::string metrics;
  for (std::int64_t i = 0, count = chance.number(1, 8); i < count; ++i) {
    made.keys.push_back(concat("m", i));
    metrics += concat(i ? ", " : "", R"({"key": "m)", i, R"(", "weight": )", decimal(chance.number(1, 30'000'000)));
    switch (chance.number(0, 2)) {
      case 0: {
        metrics += R"(, "type": "ranges", "ranges": [)";
        std::int64_t at = chance.number(-5, 2) * 500'000;
        for (std::int64_t j = 0, borders = chance.number(0, 4); j <= borders; ++j) {
          const std::int64_t next = at + chance.number(1, 8) * 250'000;
          metrics += concat(j ? ", {" : "{", j ? concat(R"("ge": )", decimal(at), ", ") : std::string(),
                            j < borders ? concat(R"("lt": )", decimal(next), ", ") : std::string(), R"("points": )",
                            points(), "}");
          at = next;
        }
        metrics += "]}";
        break;
      }
      case 1:
        metrics += concat(R"(, "type": "binary", "points": )", points(), "}");
        break;
      default:
        metrics += concat(R"(, "type": "linear", "from": )", chance.number(-3, 3), R"(, "to": )", chance.number(4, 9),
                          R"(, "points": [)", points(), ", ", points(), "]}");
    }
  }
  made.json = concat(R"({"rubric": 1, "normalize": true, "max_points": )", decimal(most), R"(, "scale": )",
                     chance.number(1, 1000), R"(, "missing": "zero", "metrics": [)", metrics, "]}");
  return made;
}

TEST(PlainScore, IsTheScoreInWhateverOrderTheValuesCome) {
  Chance chance(20260102);
  for (int round = 0; round < 3000; ++round) {
    const Made made = random_plain_rubric(chance);
    const Rubric of = rubric(made.json);
    ASSERT_EQ(of.plain.size(), of.metrics.size()) << made.json;
    Metrics metrics, numbers;  // booleans are 1 and 0 to the formula
    for (const Metric& metric : of.metrics) {
      const bool is_binary = metric.type == Metric::Type::binary;
      const Micro value = is_binary ? chance.number(0, 1) * micro : chance.number(-12, 40) * 250'000;
      numbers[metric.key] = MetricValue::of_number(value);
      metrics[metric.key] = is_binary ? MetricValue::of_boolean(value != 0) : MetricValue::of_number(value);
    }
    const std::vector<MetricValue> values = values_of(of, metrics);
    std::vector<InputId> order(values.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<InputId>(i);
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[static_cast<std::size_t>(chance.number(0, static_cast<std::int64_t>(i) - 1))]);

    PlainScore plain(of);
    for (const InputId input : order) {
      ASSERT_FALSE(plain.is_whole());
      const MetricValue& value = values[input];
      if (value.kind == MetricValue::Kind::boolean) {
        ASSERT_FALSE(plain.number(input, micro));  // of another kind: counts nowhere
        ASSERT_TRUE(plain.boolean(input, value.boolean));
      } else {
        ASSERT_FALSE(plain.boolean(input, true));
        ASSERT_TRUE(plain.number(input, value.number));
      }
    }
    ASSERT_TRUE(plain.is_whole());
    ASSERT_EQ(plain.score(), score(of, values, {})) << made.json;
    ASSERT_NEAR(static_cast<double>(plain.score()) / 1e12, static_cast<double>(*model_of(of, numbers)),
                static_cast<double>(of.scale) / 1e6 * 1e-5)
        << made.json;
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
  for (int i = 0; i < 3000; ++i) {
    const Made made = random_rubric(chance);
    const Rubric of = rubric(made.json);
    const auto values = values_of(of, random_metrics(chance, made));
    const Score now = explain(of, values, {});
    Gains all(of, values, {}, now);
    for (std::size_t m = 0; m < of.metrics.size(); ++m) {
      const auto gain = all.of(m);
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

// The move would open a gate to a metric that must not be missing: nothing is promised, and the rest is told.
TEST(NextGain, OfAMoveThatIsAnErrorIsNone) {
  const Rubric of = rubric(R"({"rubric": 1, "metrics": [{"key": "a", "weight": 50, "type": "binary"},
    {"key": "b", "weight": 50, "type": "binary", "missing": "error", "gate": {"unless": {"a": [false]}, "policy": "zero"}}]})");
  const auto values = values_of(of, {{"a", MetricValue::of_boolean(false)}});
  const Score now = explain(of, values, {});
  EXPECT_EQ(now.score, 0);
  EXPECT_FALSE(Gains(of, values, {}, now).of(0));
}

// ---- groups

// METRICS C2: a1 no, a2 without a value, b yes. What a2 weighs stays in its group.
constexpr std::string_view two_groups = R"({"rubric": 1, "missing": "exclude_in_group", "metrics": [
  {"key": "a1", "group": "A", "weight": 30, "type": "binary"}, {"key": "a2", "group": "A", "weight": 30, "type": "binary"},
  {"key": "b", "group": "B", "weight": 40, "type": "binary"}]})";
const Metrics partly = {{"a1", MetricValue::of_boolean(false)}, {"b", MetricValue::of_boolean(true)}};

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string result(text);
  const auto at = result.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? result : result.replace(at, what.size(), by);
}

TEST(Groups, KeepTheWeightOfWhatIsMissing) {
  EXPECT_EQ(score_of(rubric(two_groups), partly), 40);
  EXPECT_NEAR(*score_of(rubric(replaced(two_groups, "exclude_in_group", "exclude")), partly), 400 / 7.0, 1e-11);
  // Effective weights: those of its group, then all of its own.
  const Rubric of = rubric(two_groups);
  const Score explained = explain(of, values_of(of, partly), {});
  constexpr ScoreUnits one = 1'000'000'000'000;
  EXPECT_EQ(explained.effective_weights, (std::vector<ScoreUnits>{60 * one, 0, 40 * one}));
  EXPECT_EQ(explained.contributions, (std::vector<ScoreUnits>{0, 0, 40 * one}));
  EXPECT_EQ(explained.full_contributions, (std::vector<ScoreUnits>{60 * one, 0, 40 * one}));
  EXPECT_EQ(explained.coverage, 700'000);
}

TEST(Groups, OfWhichNothingIsKnownLeaveTheDenominator) {
  const Metrics b = {{"b", MetricValue::of_boolean(true)}};
  EXPECT_EQ(score_of(rubric(two_groups), b), 100);
  EXPECT_FALSE(score_of(rubric(two_groups), {}));
  EXPECT_FALSE(score_of(rubric(replaced(two_groups, "\"missing\"", "\"min_coverage\": 0.5, \"missing\"")), b));
}

TEST(Groups, HaveWeightsThatTheirMetricsShare) {
  // A counts 60, in parts of 1 : 2; B counts 40, whatever its only metric weighs.
  const Rubric of = rubric(
      R"({"rubric": 1, "missing": "exclude", "groups": [{"name": "A", "weight": 60}, {"name": "B", "weight": 40}],
    "metrics": [{"key": "a1", "group": "A", "weight": 1, "type": "binary"}, {"key": "a2", "group": "A", "weight": 2, "type": "binary"},
                {"key": "b", "group": "B", "weight": 7, "type": "binary"}],
    "segments": [{"name": "s", "when": {"tier": ["free"]}, "weights": {"a1": 2}, "groups": {"A": 10, "B": 90}}]})");
  const MetricValue yes = MetricValue::of_boolean(true), no = MetricValue::of_boolean(false);
  EXPECT_EQ(score_of(of, {{"a1", yes}, {"a2", no}, {"b", no}}), 20);
  EXPECT_EQ(score_of(of, {{"a1", no}, {"a2", yes}, {"b", yes}}), 80);
  EXPECT_EQ(score_of(of, {{"a1", yes}, {"a2", no}, {"b", no}, {"tier", MetricValue::of_text("free")}}), 5);
  // What is excluded leaves with its part of the group's weight: 20 of 60.
  EXPECT_NEAR(*score_of(of, {{"a1", yes}, {"b", no}}), 100 / 3.0, 1e-11);
}

TEST(Groups, OfAnyPrimeNumberOfWeightsAreExact) {
  // 1/3 · 50 + 2/7 · 50: the last decimal is that of the fraction 650/21.
  const Rubric of =
      rubric(R"({"rubric": 1, "groups": [{"name": "A", "weight": 50}, {"name": "B", "weight": 50}], "metrics": [
    {"key": "a", "group": "A", "weight": 1, "type": "binary"}, {"key": "x", "group": "A", "weight": 2, "type": "binary"},
    {"key": "b", "group": "B", "weight": 2, "type": "binary"}, {"key": "y", "group": "B", "weight": 5, "type": "binary"}]})");
  const Metrics metrics = {{"a", MetricValue::of_boolean(true)}, {"b", MetricValue::of_boolean(true)}};
  EXPECT_EQ(score(of, values_of(of, metrics), {}), 30'952'380'952'381);
}

TEST(Groups, WeightsCountByTheirShareOfAnyTotal) {
  // The same in other numbers, and half of one.
  const Rubric
      hundred = rubric(
          R"({"rubric": 1, "metrics": [{"key": "a", "weight": 25, "type": "binary"}, {"key": "b", "weight": 75, "type": "binary"}]})"),
      three = rubric(
          R"({"rubric": 1, "normalize": true, "metrics": [{"key": "a", "weight": 0.000001, "type": "binary"}, {"key": "b", "weight": 0.000003, "type": "binary"}]})"),
      many = rubric(
          R"({"rubric": 1, "normalize": true, "metrics": [{"key": "a", "weight": 250000, "type": "binary"}, {"key": "b", "weight": 750000, "type": "binary"}]})");
  for (const bool a : {false, true})
    for (const bool b : {false, true}) {
      const Metrics metrics = {{"a", MetricValue::of_boolean(a)}, {"b", MetricValue::of_boolean(b)}};
      EXPECT_EQ(score_of(hundred, metrics), a * 25 + b * 75);
      EXPECT_EQ(score_of(three, metrics), a * 25 + b * 75);
      EXPECT_EQ(score_of(many, metrics), a * 25 + b * 75);
    }
}

// Groups that weigh as their metrics do change nothing where nothing stays in them.
TEST(Groups, OfTheirMetricsWeightsAreNoGroups) {
  Chance chance(7);
  for (int i = 0; i < 1000; ++i) {
    const std::vector<std::int64_t> weights = random_weights(chance, 6);
    std::string metrics, groups;
    for (std::size_t m = 0; m < 6; ++m)
      metrics += concat(m ? ", " : "", R"({"key": "m)", m, R"(", "group": "g)", m % 3,
                        R"(", "type": "linear", "from": 0, "to": 9, "points": [0, 5], "weight": )", decimal(weights[m]),
                        m % 2 ? R"(, "missing": "exclude"})" : "}");
    for (std::size_t g = 0; g < 3; ++g)
      groups +=
          concat(g ? ", " : "", R"({"name": "g)", g, R"(", "weight": )", decimal(weights[g] + weights[g + 3]), "}");
    const Rubric plain = rubric(concat(R"({"rubric": 1, "metrics": [)", metrics, "]}")),
                 grouped = rubric(concat(R"({"rubric": 1, "groups": [)", groups, R"(], "metrics": [)", metrics, "]}"));
    Metrics values;
    for (std::size_t m = 0; m < 6; ++m)
      if (chance.number(0, 3) > 0) values[concat("m", m)] = number(static_cast<double>(chance.number(0, 36)) / 4);
    const Score a = explain(plain, values_of(plain, values), {}), b = explain(grouped, values_of(grouped, values), {});
    ASSERT_EQ(a.score, b.score);
    ASSERT_EQ(a.contributions, b.contributions);
    ASSERT_EQ(a.coverage, b.coverage);
    ASSERT_EQ(score(grouped, values_of(grouped, values), {}), b.score);
  }
}

}  // namespace
}  // namespace c360::scorecard
