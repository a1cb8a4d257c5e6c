// What would earn more (METRICS C3): for a metric the nearest value with more points, and what the whole score gains.
// Must not know: how rows of breakdowns look.
#pragma once

#include <unordered_map>

#include "core/scorecard/score.hpp"
#include "core/scorecard/weighing.hpp"

namespace c360::scorecard {

struct NextGain {
  std::string threshold;
  ScoreUnits gain = 0;  // of the whole score, everything else equal
};

// For all metrics of one score. A move is scored by what depends on the moved value, not by all metrics anew: many
// gains take the time that the rubric's size takes. What is passed must outlive it.
class Gains {
 public:
  Gains(const Rubric& rubric, MetricValues values, std::optional<Day> as_of, const Score& now);

  // Nothing where no value would earn more.
  std::optional<NextGain> of(std::size_t index);

 private:
  // A condition is a segment's, by its position, or behind them a metric's gate.
  struct ChoiceOf {
    std::uint32_t condition;
    const Condition::Choice* choice;
  };
  struct Readers {
    std::vector<std::uint32_t> metrics;  // whose value it is, or the day of
    std::vector<ChoiceOf> choices;
    std::vector<std::uint32_t> caps;
  };

  const Condition* condition(std::size_t index) const;
  // How many of the condition's choices do not hold, after the move.
  std::size_t failing_after(const ChoiceOf& of) const;
  // The score with the moved value; nothing where that is an error.
  std::optional<ScoreUnits> score_if_any(InputId input);
  std::optional<ScoreUnits> score_after(InputId input);
  const Segment* segment_after(const Readers& readers);
  const std::vector<Sums>& sums_under(const Segment* segment);
  MetricScore score_before(const Segment* segment, std::size_t metric) const;
  std::optional<Micro> cap_after(const Readers& readers);

  const Rubric& rubric_;
  const MetricValues values_;
  const std::optional<Day> as_of_;
  const Score& now_;
  std::vector<MetricValue> moved_;       // the values, and for a moment one that is moved
  std::vector<Readers> readers_;         // of each input
  std::vector<std::uint32_t> failing_;   // of each condition: choices that do not hold now
  std::vector<std::uint32_t> matching_;  // segments that hold now
  std::vector<std::uint32_t> caps_;      // that hold now, the lowest first
  std::vector<std::uint64_t> seen_;      // conditions, then caps: the last move that changed them
  std::uint64_t move_ = 0;
  std::vector<Sums> sums_now_, sums_without_, sums_other_;  // under the segment now, under none, under the other one
  std::unordered_map<const Segment*, std::vector<Sums>> sums_of_segments_;
};

}  // namespace c360::scorecard
