// Contributions before, between and after, and their differences.
// Must not know: where metrics come from, sessions.
#include "core/scorecard/score_change.hpp"

#include <unordered_map>

#include "core/scorecard/evaluation.hpp"

namespace c360::scorecard {

namespace {

bool is_gated(const MetricScore& metric) {
  return metric.status == Status::gated_zero || metric.status == Status::gated_excluded;
}

Wide earned_by(const MetricScore& metric) { return metric.counts() ? Wide{metric.weight} * metric.points : 0; }

std::optional<ScoreUnits> capped(const Score& score) {
  return score.cap ? std::optional(*score.score - *score.before_caps) : std::nullopt;
}

}  // namespace

OwnContributions::OwnContributions(const Rubric& rubric, const Score& before, const Score& after, MetricValues values,
                                   std::optional<Day> as_of)
    : rubric_(rubric),
      before_(before),
      after_(after),
      values_(values),
      as_of_(as_of),
      sums_(sums_of(rubric)),
      earned_(sums_.size()) {
  if (!before.score || !after.score) return;
  for (std::size_t i = 0; i < before.metrics.size(); ++i) sums_[group_of(rubric, i)].add(before.metrics[i]);
  contributions_.reserve(before.metrics.size());
  if (const Cap* const cap = cap_of(rubric, values, *before.before_caps))
    cap_ = units_of(cap->max) - *before.before_caps;
}

bool OwnContributions::step() {
  const std::size_t i = contributions_.size();
  if (!before_.score || !after_.score || i == before_.metrics.size()) return false;
  const MetricScore& was = before_.metrics[i];
  // Where a gate was closed, or is, its value earns nothing by itself.
  const MetricScore alone =
      is_gated(was) || is_gated(after_.metrics[i]) ? was : score_open(rubric_, before_.segment, i, values_, as_of_);
  const std::size_t group = group_of(rubric_, i);
  if (alone.status == was.status && alone.points == was.points) {
    contributions_.push_back(before_.contributions[i]);
  } else {
    std::vector<Sums> sums = sums_;
    sums[group].add(was, -1);
    sums[group].add(alone);
    const Weighing weighing(rubric_, before_.segment, sums);
    // As explain() has it: the difference of two totals, so that a change of one value is all its own.
    std::vector<Wide> earned = earned_;
    const ScoreUnits told = weighing.counts() ? weighing.total(earned) : 0;
    earned[group] += earned_by(alone);
    contributions_.push_back((weighing.counts() ? weighing.total(earned) : 0) - told);
  }
  earned_[group] += earned_by(was);
  return true;
}

std::vector<Change> changes(const Rubric& old_rubric, const Rubric& new_rubric, const Score& before,
                            const Score& between, const Score& after, const OwnContributions& own) {
  std::vector<Change> rows;
  if (!before.score || !between.score || !after.score) return rows;
  const auto put = [&](std::string key, std::optional<ScoreUnits> a, std::optional<ScoreUnits> alone,
                       std::optional<ScoreUnits> b, std::optional<ScoreUnits> c) {
    rows.push_back({std::move(key), a, c, alone.value_or(0) - a.value_or(0), b.value_or(0) - alone.value_or(0),
                    c.value_or(0) - b.value_or(0)});
  };
  std::unordered_map<std::string_view, ScoreUnits> now;  // of what the old rubric has not, in the end
  for (std::size_t i = 0; i < new_rubric.metrics.size(); ++i)
    now.emplace(new_rubric.metrics[i].key, after.contributions[i]);
  for (std::size_t i = 0; i < old_rubric.metrics.size(); ++i) {
    const std::string& key = old_rubric.metrics[i].key;
    const auto same = now.extract(key);
    put(key, before.contributions[i], own.of(i), between.contributions[i],
        same ? std::optional(same.mapped()) : std::nullopt);
  }
  for (const Metric& metric : new_rubric.metrics)
    if (const auto added = now.find(metric.key); added != now.end()) put(metric.key, {}, {}, {}, added->second);
  if (before.cap || own.cap() || between.cap || after.cap)
    put(std::string(cap_key), capped(before), own.cap(), capped(between), capped(after));
  return rows;
}

}  // namespace c360::scorecard
