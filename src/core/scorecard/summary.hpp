// A score in one row (METRICS C10): its band, the scores of its groups, what lowers it most, and what would raise it
// most.
// Must not know: SQL; a host packs the fields.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/scorecard/breakdown.hpp"

namespace c360::scorecard {

struct Summary {
  // On the rubric's scale, by the metrics of the group alone; nothing where none of them counts.
  struct Group {
    std::string name;
    std::optional<ScoreUnits> score;
  };
  struct Loss {
    std::string key, reason;
    ScoreUnits lost = 0;
  };
  struct Step {
    std::string key, threshold;
    ScoreUnits gain = 0;
  };

  std::optional<ScoreUnits> score;
  std::optional<std::string> band;
  std::vector<Group> groups;  // in the order in which the rubric's metrics name them
  std::optional<Loss> loss;   // of those that cost as much the first; nothing where nothing is lost
  std::optional<Step> step;   // likewise
};

// Without a score there is neither loss nor step. Throws what explain() throws.
Summary summarize(const Rubric& rubric, MetricValues values, std::optional<Day> as_of);

}  // namespace c360::scorecard
