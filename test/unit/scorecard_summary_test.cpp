// A score in one row (METRICS C10): it agrees with the breakdown, whatever the rubric.
#include "core/scorecard/summary.hpp"

#include "scoring.hpp"

namespace c360::scorecard {
namespace {

using namespace testing;

constexpr std::string_view health = R"({"rubric": 1, "missing": "exclude", "min_coverage": 0.4, "metrics": [
  {"key": "use", "label": "Use", "group": "usage", "weight": 40, "type": "linear", "from": 0, "to": 1, "points": [0, 5]},
  {"key": "mood", "group": "people", "weight": 30, "type": "map", "map": {"red": 0, "green": 5}},
  {"key": "nps", "group": "people", "weight": 10, "type": "linear", "from": -100, "to": 100, "points": [0, 5]},
  {"key": "plain", "weight": 10, "type": "binary"},
  {"key": "late", "group": "payment", "weight": 10, "type": "binary"}],
  "caps": [{"when": {"key": "idle", "ge": 60}, "max": 9, "reason": "idle"}],
  "bands": [{"label": "red", "lt": 50}, {"label": "green", "ge": 50}]})";

Summary summary(std::string_view json, const Metrics& metrics) {
  const Rubric of = rubric(json);
  const auto values = values_of(of, metrics);
  return summarize(of, values, {});
}

MetricValue told(MetricValue value, std::string_view text) {
  value.text = text;
  return value;
}

constexpr ScoreUnits unit = 1'000'000'000'000;

TEST(Summary, HasBandGroupsLossAndStep) {
  const Summary of = summary(
      health,
      {{"use", told(number(0.2), "0.2000")}, {"mood", MetricValue::of_text("green")}, {"nps", told(number(0), "0")}});
  EXPECT_EQ(of.score, 5'375 * unit / 100);
  EXPECT_EQ(of.band, "green");
  ASSERT_EQ(of.groups.size(), 3u);
  EXPECT_EQ(of.groups[0].name, "usage");
  EXPECT_EQ(of.groups[0].score, 20 * unit);
  EXPECT_EQ(of.groups[1].score, 875 * unit / 10);
  EXPECT_EQ(of.groups[2].score, std::nullopt);
  ASSERT_TRUE(of.loss && of.step);
  EXPECT_EQ(of.loss->key, "use");
  EXPECT_EQ(of.loss->reason, "Use: 1 of 5 points, 0.2");
  EXPECT_EQ(of.step->key, "use");
  EXPECT_EQ(of.step->threshold, "1");
}

TEST(Summary, OfACapHasItsReason) {
  const Summary of =
      summary(health, {{"use", number(1)}, {"mood", MetricValue::of_text("green")}, {"idle", number(60)}});
  EXPECT_EQ(of.score, 9 * unit);
  EXPECT_EQ(of.band, "red");
  EXPECT_EQ(of.loss->key, "(cap)");
  EXPECT_EQ(of.loss->reason, "idle");
  EXPECT_EQ(of.loss->lost, 91 * unit);
}

TEST(Summary, WithoutAScoreHasGroupsOnly) {
  const Summary of = summary(health, {{"nps", number(100)}});
  EXPECT_EQ(of.score, std::nullopt);
  EXPECT_EQ(of.band, std::nullopt);
  EXPECT_FALSE(of.loss);
  EXPECT_FALSE(of.step);
  EXPECT_EQ(of.groups[1].score, 100 * unit);
  for (const Summary::Group& group : summary(health, {}).groups) EXPECT_EQ(group.score, std::nullopt);
}

TEST(Summary, AgreesWithTheBreakdown) {
  Chance chance(20261126);
  for (int i = 0; i < 2000; ++i) {
    const Made made = random_rubric(chance);
    const Rubric of = rubric(made.json);
    const auto values = values_of(of, random_metrics(chance, made));
    const Summary found = summarize(of, values, {});
    EXPECT_EQ(found.score, score(of, values, {}));
    ScoreUnits lost = 0, gain = 0;
    Breakdown rows(of, values, {});
    while (const auto row = rows.next()) {
      if (!found.score) continue;
      lost = std::max(lost, row->lost.value_or(-row->contribution.value_or(0)));
      if (row->next) gain = std::max(gain, row->next->gain);
    }
    EXPECT_EQ(found.loss ? found.loss->lost : 0, lost);
    EXPECT_EQ(found.step ? found.step->gain : 0, gain);
  }
}

}  // namespace
}  // namespace c360::scorecard
