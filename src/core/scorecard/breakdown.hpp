// The rows of score_breakdown (METRICS C3): what each metric did to a score, and what would earn more.
// Must not know: SQL; a host packs the fields in the order in which they stand.
#pragma once

#include <optional>
#include <string>

#include "core/scorecard/gains.hpp"

namespace c360::scorecard {

// What is absent is NULL. Points and weights are millionths, parts of the score are ScoreUnits.
struct BreakdownRow {
  std::string key, label;
  std::optional<std::string> group, value;
  std::string status, rule;
  std::optional<Micro> points, max_points, weight;
  std::optional<ScoreUnits> effective_weight, contribution, lost;
  std::optional<NextGain> next;
};

// One row per metric, in the rubric's order; then one for the cap that holds, and one where too little has data. A row
// at a time, because there may be many. Rubric and values must outlive it.
class Breakdown {
 public:
  // Throws what explain() throws.
  Breakdown(const Rubric& rubric, MetricValues values, std::optional<Day> as_of)
      : rubric_(rubric),
        values_(values),
        score_(explain(rubric, values, as_of)),
        gains_(rubric, values, as_of, score_) {}
  Breakdown(const Breakdown&) = delete;
  Breakdown& operator=(const Breakdown&) = delete;

  std::optional<ScoreUnits> score() const { return score_.score; }
  // Nothing after the last row.
  std::optional<BreakdownRow> next();

 private:
  BreakdownRow metric_row(std::size_t index);
  BreakdownRow cap_row() const;
  BreakdownRow coverage_row() const;

  const Rubric& rubric_;
  MetricValues values_;
  Score score_;
  Gains gains_;
  std::size_t at_ = 0;
};

}  // namespace c360::scorecard
