// What score, breakdown, change and next gain share: conditions, and what one metric comes to.
// Must not know: how scores are made of it.
#pragma once

#include "core/scorecard/score.hpp"

namespace c360::scorecard {

bool holds(const Condition::Choice& choice, MetricValues values);
bool holds(const Condition& condition, MetricValues values);
// Throws where the value is of the wrong kind.
bool holds(const Cap& cap, MetricValues values);

const Segment* segment_of(const Rubric& rubric, MetricValues values);
// Of a metric of the type ranges, and the range that holds a number.
const std::vector<PointRange>& ranges_of(const Rubric& rubric, const Segment* segment, std::size_t metric);
std::size_t range_of(const std::vector<PointRange>& ranges, Micro number);

MetricScore score_metric(const Rubric& rubric, const Segment* segment, std::size_t index, MetricValues values,
                         std::optional<Day> as_of);
// The same in two parts: where its gate holds, and where it does not.
MetricScore score_gated(const Rubric& rubric, const Segment* segment, std::size_t index);
MetricScore score_open(const Rubric& rubric, const Segment* segment, std::size_t index, MetricValues values,
                       std::optional<Day> as_of);

// The lowest cap that holds and lowers a score; nothing where none does.
const Cap* cap_of(const Rubric& rubric, MetricValues values, ScoreUnits before);

inline ScoreUnits units_of(Micro value) { return value * 1'000'000; }

}  // namespace c360::scorecard
