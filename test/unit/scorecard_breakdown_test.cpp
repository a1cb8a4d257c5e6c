// The rows of a breakdown, as a user reads them (METRICS C3).
#include "core/scorecard/breakdown.hpp"

#include "scoring.hpp"

namespace c360::scorecard {
namespace {

using namespace testing;

constexpr std::string_view adoption = R"({"rubric": 1, "missing": "zero", "min_coverage": 0.5, "metrics": [
  {"key": "use", "label": "Use", "group": "usage", "weight": 40, "type": "ranges", "ranges": [{"lt": 0.4, "points": 0}, {"ge": 0.4, "lt": 0.6, "points": 2}, {"ge": 0.6, "points": 5}]},
  {"key": "on", "weight": 20, "type": "binary", "gate": {"unless": {"tier": ["free"]}, "policy": "exclude"}},
  {"key": "logins", "weight": 25, "type": "linear", "from": 0, "to": 10, "points": [0, 5], "missing": {"points": 1}},
  {"key": "mood", "weight": 15, "type": "map", "map": {"red": 0, "green": 5}, "missing": "exclude", "stale_after": "90 days", "observed_at": "at"}],
  "caps": [{"when": {"key": "idle", "ge": 60}, "max": 9, "reason": "no login for 60 days"}]})";

std::string shown(std::optional<std::int64_t> units, std::int64_t scale) {
  return units ? plain_text(Millionths::from_units(*units / (scale / micro))) : "-";
}

// key|label|group|value|status|rule|points|max|weight|effective weight|contribution|lost|threshold|gain
std::string line(const BreakdownRow& row) {
  std::string text = concat(row.key, "|", row.label, "|", row.group.value_or("-"), "|", row.value.value_or("-"), "|",
                            row.status, "|", row.rule);
  for (const auto& part : {row.points, row.max_points, row.weight}) text += "|" + shown(part, micro);
  for (const auto& part : {row.effective_weight, row.contribution, row.lost})
    text += "|" + shown(part, 1'000'000 * micro);
  return text + (row.next ? concat("|", row.next->threshold, "|", shown(row.next->gain, 1'000'000 * micro)) : "|-|-");
}

std::vector<std::string> lines(std::string_view json, const Metrics& metrics, std::optional<Day> as_of = {}) {
  const Rubric of = rubric(json);
  const auto values = values_of(of, metrics);
  Breakdown rows(of, values, as_of);
  std::vector<std::string> lines;
  while (const auto row = rows.next()) lines.push_back(line(*row));
  EXPECT_FALSE(rows.next());
  return lines;
}

MetricValue told(MetricValue value, std::string_view text) {
  value.text = text;
  return value;
}

TEST(Breakdown, HasARowAMetric) {
  EXPECT_EQ(lines(adoption,
                  {{"use", told(number(0.5), "0.5")},
                   {"on", told(MetricValue::of_boolean(false), "false")},
                   {"logins", told(number(4), "4")},
                   {"mood", MetricValue::of_text("green")},
                   {"at", MetricValue::of_text("2026-01-01")}},
                  day("2026-02-01")),
            (std::vector<std::string>{"use|Use|usage|0.5|scored|0.4 <= value < 0.6|2|5|40|40|16|24|0.6|24",
                                      "on|on|-|false|scored|no|0|5|20|20|0|20|true|20",
                                      "logins|logins|-|4|scored|0 at 0 to 5 at 10|2|5|25|25|10|15|10|15",
                                      "mood|mood|-|green|scored|green|5|5|15|15|15|0|-|-"}));
}

TEST(Breakdown, SaysWhyAMetricHasNoPoints) {
  EXPECT_EQ(lines(adoption,
                  {{"on", told(MetricValue::of_boolean(true), "true")},
                   {"tier", MetricValue::of_text("free")},
                   {"mood", MetricValue::of_text("green")},
                   {"at", MetricValue::of_text("2025-01-01")}},
                  day("2026-02-01")),
            (std::vector<std::string>{
                "use|Use|usage|-|missing_zero|no value|0|5|40|61.538461|0|61.538461|-|-",
                "on|on|-|true|gated_excluded|does not apply|-|5|20|0|0|0|-|-",
                "logins|logins|-|-|missing_points|no value|1|5|25|38.461538|7.692307|30.76923|-|-",
                "mood|mood|-|green|missing_excluded|older than 90 days|-|5|15|0|0|0|-|-",
                "(coverage)|Coverage|-|0|not_covered|less of the weight has data than min_coverage requires: no "
                "score|-|-|-|-|-|-|-|-"}));
}

TEST(Breakdown, EndsWithTheCapThatHolds) {
  const auto rows = lines(adoption, {{"use", told(number(0.7), "0.7")},
                                     {"on", told(MetricValue::of_boolean(true), "true")},
                                     {"idle", told(number(61), "61")}});
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(rows[0], "use|Use|usage|0.7|scored|0.6 <= value|5|5|40|47.058823|47.058823|0|-|-");
  // 65 of 85, less what is above 9.
  EXPECT_EQ(rows[4], "(cap)|Cap|-|61|capped|no login for 60 days|-|-|-|-|-67.470588|-|-|-");
}

TEST(Breakdown, OfNothingThatCountsHasNoContributions) {
  EXPECT_EQ(
      lines(R"({"rubric": 1, "missing": "exclude", "metrics": [{"key": "a", "weight": 100, "type": "binary"}]})", {}),
      (std::vector<std::string>{"a|a|-|-|missing_excluded|no value|-|5|100|-|-|-|-|-"}));
}

TEST(Breakdown, AddsUpToTheScore) {
  Chance chance(3);
  for (int i = 0; i < 1000; ++i) {
    const Made made = random_rubric(chance);
    const Rubric of = rubric(made.json);
    const auto values = values_of(of, random_metrics(chance, made));
    Breakdown rows(of, values, {});
    ScoreUnits sum = 0;
    bool capped = false, covered = true;
    std::size_t count = 0;
    while (const auto row = rows.next()) {
      sum += row->contribution.value_or(0);
      capped = capped || row->status == "capped";
      covered = covered && row->status != "not_covered";
      ++count;
      if (row->contribution && row->lost) {
        ASSERT_GE(*row->lost, -1) << made.json;
      }
    }
    ASSERT_EQ(count, of.metrics.size() + capped + !covered);
    const auto whole = score(of, values, {});
    if (whole) {
      ASSERT_EQ(sum, *whole) << made.json;
    }
  }
}

}  // namespace
}  // namespace c360::scorecard
