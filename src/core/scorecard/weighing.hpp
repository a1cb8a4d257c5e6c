// From weighted points to a score. Where weights go by groups, each group has a weight, which its metrics share; else
// all metrics are one group. Exact: fractions of whole numbers of any size, one division at the end. Must not know:
// what the metrics are.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>

#include "core/scorecard/score.hpp"

namespace c360::scorecard {

using Wide = __int128;
using Natural = boost::multiprecision::cpp_int;

// The metrics of a group in one score.
struct Sums {
  Wide points = 0;     // Σ weight · points of what counts
  Micro all = 0;       // Σ weight
  Micro included = 0;  // Σ weight of what counts
  Micro kept = 0;      // Σ weight of what leaves its weight to the others
  Micro known = 0;     // Σ weight of what has data
  Micro possible = 0;  // Σ weight of what could have

  // times: 1, or -1 to take away what was added.
  void add(const MetricScore& metric, int times = 1) {
    const Micro weight = times * metric.weight;
    all += weight;
    if (metric.keeps_weight) kept += weight;
    if (metric.status == Status::gated_excluded) return;
    possible += weight;
    if (metric.status == Status::scored || metric.status == Status::gated_zero) known += weight;
    if (!metric.counts()) return;
    included += weight;
    points += Wide{weight} * metric.points;
  }
  void add_scored(Micro weight, Micro earned) {
    all += weight;
    included += weight;
    known += weight;
    possible += weight;
    points += Wide{weight} * earned;
  }
};

// As many sums as the rubric has groups, one where it has none.
inline std::size_t sums_of(const Rubric& rubric) { return std::max<std::size_t>(rubric.groups.size(), 1); }
inline std::size_t group_of(const Rubric& rubric, std::size_t metric) {
  return rubric.groups.empty() ? 0 : rubric.metrics[metric].group_id;
}

// The score before caps; nothing where no metric counts, or where less has data than the rubric requires.
std::optional<ScoreUnits> weighed(const Rubric& rubric, const Segment* segment, std::span<const Sums> groups);

// The same of points for the whole weight, where weights go by no groups.
ScoreUnits whole_score(const Rubric& rubric, Wide points);

// The same, part by part.
class Weighing {
 public:
  Weighing(const Rubric& rubric, const Segment* segment, std::span<const Sums> groups);

  bool counts() const { return included_ != 0; }
  bool is_covered() const { return covered_; }
  Micro coverage() const { return coverage_; }  // share of the weight that has data

  // The score of these points, and of those of all calls before.
  ScoreUnits add(std::size_t group, Micro weight, Micro points);
  // The score of Σ weight · points of each group.
  ScoreUnits total(std::span<const Wide> points) const;
  // Of max_points for one metric, and its share of the weight that counts, of 100.
  ScoreUnits full_contribution(std::size_t group, Micro weight) const;
  ScoreUnits effective_weight(std::size_t group, Micro weight) const;

 private:
  const Rubric& rubric_;
  std::vector<Natural> factors_;  // of a group: what a weight in it counts
  Natural included_, running_;
  bool covered_ = true;
  Micro coverage_ = 0;
};

}  // namespace c360::scorecard
