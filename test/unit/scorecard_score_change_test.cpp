// Why scores changed (METRICS C4): by hand, and what holds between random rubrics.
#include "core/scorecard/score_change.hpp"

#include "core/base/exact.hpp"
#include "scoring.hpp"

namespace c360::scorecard {
namespace {

using namespace testing;

struct Moved {
  Score before, between, after;
  std::vector<Change> rows;
  const Change& row(std::string_view key) const { return *std::ranges::find(rows, key, &Change::key); }
};

Moved moved(const Rubric& old_rubric, const Metrics& old_metrics, const Rubric& new_rubric, const Metrics& new_metrics,
            std::optional<Day> old_as_of = {}, std::optional<Day> new_as_of = {}) {
  const auto old_values = values_of(old_rubric, old_metrics), values = values_of(old_rubric, new_metrics);
  Moved made{explain(old_rubric, old_values, old_as_of),
             explain(old_rubric, values, new_as_of),
             explain(new_rubric, values_of(new_rubric, new_metrics), new_as_of),
             {}};
  OwnContributions own(old_rubric, made.before, made.between, values, new_as_of);
  made.rows = changes(old_rubric, new_rubric, made.before, made.between, made.after, finish(own));
  return made;
}

constexpr ScoreUnits point = 1'000'000'000'000;

constexpr std::string_view excluding = R"({"rubric": 1, "missing": "exclude", "metrics": [
  {"key": "use", "weight": 50, "type": "binary"}, {"key": "on", "weight": 30, "type": "binary"},
  {"key": "mood", "weight": 20, "type": "map", "map": {"red": 0, "green": 5}, "stale_after": "90 days", "observed_at": "seen"}]})";

TEST(Changes, OfAMetricThatComesAreItsOwnAndWhatItTakesFromTheOthers) {
  const Rubric of = rubric(excluding);
  const Metrics two = {{"use", MetricValue::of_boolean(true)}, {"on", MetricValue::of_boolean(false)}};
  Metrics three = two;
  three["mood"] = MetricValue::of_text("green");
  three["seen"] = MetricValue::of_text("2026-01-01");
  const Moved came = moved(of, two, of, three, Day{9'500}, Day{9'500});
  EXPECT_EQ(came.row("use").behaviour, 0);
  EXPECT_EQ(came.row("use").indirect, 50 * point - *came.row("use").before);  // 62.5 is 50 by now
  EXPECT_EQ(came.row("on").behaviour, 0);
  EXPECT_EQ(came.row("on").indirect, 0);
  EXPECT_EQ(came.row("mood").behaviour, 20 * point);
  EXPECT_EQ(came.row("mood").indirect, 0);

  const Moved went = moved(of, three, of, two, Day{9'500}, Day{9'500});
  EXPECT_EQ(went.row("use").behaviour, 0);
  EXPECT_EQ(went.row("use").indirect, -came.row("use").indirect);
  EXPECT_EQ(went.row("mood").behaviour, -20 * point);
}

TEST(Changes, OfAValueThatGotTooOldAreItsOwn) {
  const Rubric of = rubric(excluding);
  const Metrics metrics = {{"use", MetricValue::of_boolean(true)},
                           {"on", MetricValue::of_boolean(false)},
                           {"mood", MetricValue::of_text("green")},
                           {"seen", MetricValue::of_text("2026-01-01")}};
  const Moved aged = moved(of, metrics, of, metrics, *parse_day("2026-01-02"), *parse_day("2026-06-01"));
  EXPECT_EQ(aged.row("mood").behaviour, -20 * point);
  EXPECT_EQ(aged.row("mood").indirect, 0);
  EXPECT_GT(aged.row("use").indirect, 0);
  EXPECT_EQ(aged.row("use").behaviour, 0);
}

TEST(Changes, OfAGateAndASegmentAreNotOfTheMetricsTheyMove) {
  const Rubric of = rubric(R"({"rubric": 1, "metrics": [
    {"key": "use", "weight": 60, "type": "binary"}, {"key": "on", "weight": 40, "type": "binary", "gate": {"unless": {"tier": ["starter"]}, "policy": "zero"}}],
    "segments": [{"name": "large", "when": {"tier": ["large"]}, "weights": {"use": 20, "on": 80}}]})");
  const auto in_tier = [](std::string_view tier) {
    return Metrics{{"use", MetricValue::of_boolean(true)},
                   {"on", MetricValue::of_boolean(true)},
                   {"tier", MetricValue::of_text(tier)}};
  };
  const Moved closed = moved(of, in_tier("pro"), of, in_tier("starter"));
  EXPECT_EQ(closed.row("on").behaviour, 0);
  EXPECT_EQ(closed.row("on").indirect, -40 * point);
  const Moved grown = moved(of, in_tier("pro"), of, in_tier("large"));
  EXPECT_EQ(grown.row("use").behaviour, 0);
  EXPECT_EQ(grown.row("use").indirect, -40 * point);
  EXPECT_EQ(grown.row("on").indirect, 40 * point);
}

TEST(Changes, OfACapAreItsOwnWhereItComesAndIndirectWhereTheScoreUnderItMoves) {
  const Rubric of = rubric(
      R"({"rubric": 1, "metrics": [{"key": "use", "weight": 100, "type": "linear", "from": 0, "to": 10, "points": [0, 5]}],
    "caps": [{"when": {"key": "idle", "ge": 60}, "max": 40, "reason": "idle"}]})");
  const auto with = [](double use, double idle) { return Metrics{{"use", number(use)}, {"idle", number(idle)}}; };
  const Moved came = moved(of, with(9, 0), of, with(9, 60));
  EXPECT_EQ(came.row(cap_key).behaviour, -50 * point);
  EXPECT_EQ(came.row(cap_key).indirect, 0);
  const Moved rose = moved(of, with(7, 60), of, with(9, 60));
  EXPECT_EQ(rose.row(cap_key).behaviour, 0);
  EXPECT_EQ(rose.row(cap_key).indirect, -20 * point);
  const Moved fell = moved(of, with(7, 60), of, with(3, 60));  // below the cap, which holds all the same
  EXPECT_EQ(fell.row(cap_key).behaviour, 0);
  EXPECT_EQ(fell.row(cap_key).indirect, 30 * point);
}

TEST(Changes, AddUpToTheDifferenceOfTheScores) {
  Chance chance(20260101);
  int changed = 0, unmoved = 0;
  for (int i = 0; i < 2000; ++i) {
    const Made old_made = random_rubric(chance), new_made = random_rubric(chance);
    const Rubric old_rubric = rubric(old_made.json), new_rubric = rubric(new_made.json);
    const Metrics old_metrics = random_metrics(chance, old_made), new_metrics = random_metrics(chance, new_made);
    const Moved made = moved(old_rubric, old_metrics, new_rubric, new_metrics);
    if (!made.before.score || !made.between.score || !made.after.score) {
      ASSERT_TRUE(made.rows.empty());
      continue;
    }
    ScoreUnits effects = 0;
    for (const Change& row : made.rows) {
      effects += row.behaviour + row.indirect + row.rubric;
      ASSERT_EQ(row.behaviour + row.indirect + row.rubric, row.after.value_or(0) - row.before.value_or(0));
    }
    ASSERT_EQ(effects, *made.after.score - *made.before.score);
    ++changed;

    // A value that stayed did nothing.
    const auto old_values = values_of(old_rubric, old_metrics), values = values_of(old_rubric, new_metrics);
    for (std::size_t m = 0; m < old_rubric.metrics.size(); ++m) {
      const MetricValue &a = old_values[old_rubric.metrics[m].input], &b = values[old_rubric.metrics[m].input];
      if (a.kind != b.kind || a.number != b.number || a.boolean != b.boolean || a.text != b.text) continue;
      ASSERT_EQ(made.rows[m].behaviour, 0) << old_made.json;
      ++unmoved;
    }
  }
  EXPECT_GT(changed, 500);
  EXPECT_GT(unmoved, 500);
}

// No gate, segment or cap of these rubrics reads the metrics from the third on.
TEST(Changes, OfOneValueAreAllItsOwn) {
  Chance chance(20260102);
  int changed = 0, knocked_on = 0;
  for (int i = 0; i < 5000; ++i) {
    const Made made = random_rubric(chance);
    if (made.keys.size() < 3) continue;
    const Rubric of = rubric(made.json);
    const Metrics old_metrics = random_metrics(chance, made), other = random_metrics(chance, made);
    const std::string& key =
        made.keys[static_cast<std::size_t>(chance.number(2, static_cast<std::int64_t>(made.keys.size()) - 1))];
    Metrics new_metrics = old_metrics;
    new_metrics.erase(key);
    if (const auto value = other.find(key); value != other.end()) new_metrics.insert(*value);
    const Moved one = moved(of, old_metrics, of, new_metrics);
    for (const Change& row : one.rows) {
      if (row.key == key)
        ASSERT_EQ(row.indirect, 0) << made.json;
      else
        ASSERT_EQ(row.behaviour, 0) << made.json;
      ASSERT_EQ(row.rubric, 0);
      changed += row.behaviour != 0;
      knocked_on += row.indirect != 0;
    }
  }
  EXPECT_GT(changed, 500);
  EXPECT_GT(knocked_on, 500);
}

}  // namespace
}  // namespace c360::scorecard
