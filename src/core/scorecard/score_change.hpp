// Why a score changed (METRICS C4): by what the customer did, metric by metric, and by what was changed in the rubric.
// Must not know: where metrics come from, sessions.
#pragma once

#include "core/base/steps.hpp"
#include "core/scorecard/score.hpp"
#include "core/scorecard/weighing.hpp"

namespace c360::scorecard {

// What each metric would contribute to the earlier score if nothing but its own value, or its age, had changed. What it
// contributes to the later one beyond that is not its own doing: weights move when another metric comes or goes, and
// gates and segments go by other values. In steps, a metric each; what is passed must outlive it.
class OwnContributions {
 public:
  // before, after: both of the rubric, the latter of these values on that day.
  OwnContributions(const Rubric& rubric, const Score& before, const Score& after, MetricValues values,
                   std::optional<Day> as_of);
  bool step();

  ScoreUnits of(std::size_t metric) const { return contributions_[metric]; }
  // What the cap that holds now would take from the score before.
  std::optional<ScoreUnits> cap() const { return cap_; }

 private:
  const Rubric& rubric_;
  const Score& before_;
  const Score& after_;
  const MetricValues values_;
  const std::optional<Day> as_of_;
  std::vector<Sums> sums_;    // of all metrics, by group, as before
  std::vector<Wide> earned_;  // of the metrics in front of the next one: Σ weight · points, by group
  std::vector<ScoreUnits> contributions_;
  std::optional<ScoreUnits> cap_;
};

struct Change {
  std::string key;
  std::optional<ScoreUnits> before, after;  // contributions; nothing where the rubric has no such metric
  ScoreUnits behaviour = 0, indirect = 0, rubric = 0;
};
// before: old rubric, old metrics; between: old rubric, new metrics; after: new rubric, new metrics; own: of the first
// two. One row per metric of either rubric, and one for caps where one holds; the effects add up to the difference of
// the scores exactly. Nothing when one of the three has no score.
std::vector<Change> changes(const Rubric& old_rubric, const Rubric& new_rubric, const Score& before,
                            const Score& between, const Score& after, const OwnContributions& own);

}  // namespace c360::scorecard
