// The next value of a metric, and the score with it.
// Must not know: how rows of breakdowns look.
#include "core/scorecard/gains.hpp"

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/exact.hpp"
#include "core/scorecard/evaluation.hpp"

namespace c360::scorecard {

namespace {

std::string number_text(Micro value) { return plain_text(Millionths::from_units(value)); }

struct Candidate {
  MetricValue value;
  std::string text;
  Wide distance = 0;
};

// The nearest value in a neighbouring range with more points: the range's lower end from below; from above the last
// whole number below its upper end, or the last millionth where the ranges have fractions.
std::optional<Candidate> next_range(const std::vector<PointRange>& ranges, Micro number) {
  const std::size_t now = range_of(ranges, number);
  std::optional<Candidate> best;
  const auto offer = [&](Micro at) {
    const Wide distance = at > number ? Wide{at} - number : Wide{number} - at;
    if (best && best->distance <= distance) return;
    best = Candidate{MetricValue::of_number(at), number_text(at), distance};
  };
  for (std::size_t i = now + 1; i < ranges.size(); ++i)
    if (ranges[i].points > ranges[now].points) {
      offer(*ranges[i].ge);
      break;
    }
  const bool whole = std::ranges::all_of(ranges, [](const PointRange& range) {
    return (!range.ge || *range.ge % micro == 0) && (!range.lt || *range.lt % micro == 0);
  });
  for (std::size_t i = now; i-- > 0;)
    if (ranges[i].points > ranges[now].points) {
      offer(*ranges[i].lt - (whole ? micro : 1));
      break;
    }
  return best;
}

std::optional<Candidate> next_value(const Rubric& rubric, const Score& score, MetricValues values, std::size_t index) {
  const Metric& metric = rubric.metrics[index];
  const MetricValue& value = values[metric.input];
  const Micro points = score.metrics[index].points;
  switch (metric.type) {
    case Metric::Type::ranges:
      return next_range(ranges_of(rubric, score.segment, index), value.number);
    case Metric::Type::binary:
      if (points >= metric.points) return {};
      if (value.kind == MetricValue::Kind::boolean) return Candidate{MetricValue::of_boolean(true), "true"};
      return Candidate{MetricValue::of_number(micro), "1"};
    case Metric::Type::linear: {
      const bool rising = metric.ends[1] > metric.ends[0];
      if (points >= std::max(metric.ends[0], metric.ends[1])) return {};
      const Micro at = rising ? metric.to : metric.from;
      return Candidate{MetricValue::of_number(at), number_text(at)};
    }
    case Metric::Type::map:
      break;
  }
  // The label with the fewest points above the present ones.
  const std::pair<std::string, Micro>* best = nullptr;
  for (const auto& entry : metric.map)
    if (entry.second > points && (!best || entry.second < best->second)) best = &entry;
  if (!best) return {};
  // Of the kind that the value is: what else reads it, a cap or a segment, need not know texts.
  if (value.kind == MetricValue::Kind::boolean && (best->first == "true" || best->first == "false"))
    return Candidate{MetricValue::of_boolean(best->first == "true"), best->first};
  if (value.kind == MetricValue::Kind::number)
    if (const auto number = parse_exact<Millionths>(best->first);
        number && number_text(static_cast<Micro>(number->units())) == best->first)
      return Candidate{MetricValue::of_number(static_cast<Micro>(number->units())), best->first};
  return Candidate{MetricValue::of_text(best->first), best->first};
}

}  // namespace

// ---- all conditions of a rubric: those of its segments, and behind them its metrics' gates

const Condition* Gains::condition(std::size_t index) const {
  const std::size_t segments = rubric_.segments.size();
  if (index < segments) return &rubric_.segments[index].when;
  const auto& gate = rubric_.metrics[index - segments].gate;
  return gate ? &*gate : nullptr;
}

Gains::Gains(const Rubric& rubric, MetricValues values, std::optional<Day> as_of, const Score& now)
    : rubric_(rubric),
      values_(values),
      as_of_(as_of),
      now_(now),
      moved_(values.begin(), values.end()),
      readers_(rubric.inputs.size()),
      failing_(rubric.segments.size() + rubric.metrics.size()),
      seen_(failing_.size() + rubric.caps.size()),
      sums_now_(sums_of(rubric)) {
  if (!now.score) return;
  for (std::uint32_t i = 0; i < rubric.metrics.size(); ++i) {
    const Metric& metric = rubric.metrics[i];
    readers_[metric.input].metrics.push_back(i);
    if (metric.stale_after_days) readers_[metric.observed_at].metrics.push_back(i);
    sums_now_[group_of(rubric, i)].add(now.metrics[i]);
  }
  for (std::uint32_t i = 0; i < failing_.size(); ++i) {
    const Condition* const of = condition(i);
    if (!of) continue;
    for (const Condition::Choice& choice : of->choices) {
      readers_[choice.input].choices.push_back({i, &choice});
      failing_[i] += !holds(choice, values);
    }
    if (i < rubric.segments.size() && failing_[i] == 0) matching_.push_back(i);
  }
  for (std::uint32_t i = 0; i < rubric.caps.size(); ++i) {
    readers_[rubric.caps[i].input].caps.push_back(i);
    if (holds(rubric.caps[i], values)) caps_.push_back(i);
  }
  std::ranges::sort(caps_, {}, [&](std::uint32_t cap) { return rubric.caps[cap].max; });
}

std::optional<NextGain> Gains::of(std::size_t index) {
  if (!now_.score || now_.metrics[index].status != Status::scored) return {};
  const auto candidate = next_value(rubric_, now_, values_, index);
  if (!candidate) return {};
  const InputId input = rubric_.metrics[index].input;
  moved_[input] = candidate->value;
  const auto then = score_if_any(input);
  moved_[input] = values_[input];
  if (!then || *then <= *now_.score) return {};  // another part of the rubric takes back what the metric gains
  return NextGain{candidate->text, *then - *now_.score};
}

std::size_t Gains::failing_after(const ChoiceOf& of) const {
  return failing_[of.condition] - !holds(*of.choice, values_) + !holds(*of.choice, moved_);
}

const Segment* Gains::segment_after(const Readers& readers) {
  std::size_t first = rubric_.segments.size();
  for (const ChoiceOf& of : readers.choices) {
    if (of.condition >= rubric_.segments.size()) continue;
    seen_[of.condition] = move_;
    if (failing_after(of) == 0) first = std::min<std::size_t>(first, of.condition);
  }
  const auto unmoved = std::ranges::find_if(matching_, [&](std::uint32_t segment) { return seen_[segment] != move_; });
  if (unmoved != matching_.end()) first = std::min<std::size_t>(first, *unmoved);
  return first < rubric_.segments.size() ? &rubric_.segments[first] : nullptr;
}

std::optional<Micro> Gains::cap_after(const Readers& readers) {
  std::optional<Micro> lowest;
  const auto lower = [&](Micro max) { lowest = std::min(lowest.value_or(max), max); };
  for (const std::uint32_t cap : readers.caps) {
    seen_[failing_.size() + cap] = move_;
    if (holds(rubric_.caps[cap], moved_)) lower(rubric_.caps[cap].max);
  }
  const auto unmoved =
      std::ranges::find_if(caps_, [&](std::uint32_t cap) { return seen_[failing_.size() + cap] != move_; });
  if (unmoved != caps_.end()) lower(rubric_.caps[*unmoved].max);
  return lowest;
}

MetricScore Gains::score_before(const Segment* segment, std::size_t metric) const {
  if (segment == now_.segment) return now_.metrics[metric];
  return rubric_.metrics[metric].gate && failing_[rubric_.segments.size() + metric] == 0
             ? score_gated(rubric_, segment, metric)
             : score_open(rubric_, segment, metric, values_, as_of_);
}

const std::vector<Sums>& Gains::sums_under(const Segment* segment) {
  if (segment == now_.segment) return sums_now_;
  if (sums_without_.empty()) {
    sums_without_.resize(sums_now_.size());
    for (std::size_t i = 0; i < rubric_.metrics.size(); ++i)
      sums_without_[group_of(rubric_, i)].add(score_before(nullptr, i));
  }
  if (segment == nullptr) return sums_without_;
  if (const auto known = sums_of_segments_.find(segment); known != sums_of_segments_.end()) return known->second;
  // Those under no segment, but for what the segment overrides.
  const std::size_t overrides = segment->weights.size() + segment->ranges.size();
  std::vector<Sums>& sums = overrides < sums_now_.size() ? sums_other_ : sums_of_segments_[segment];
  sums = sums_without_;
  const auto override = [&](std::uint32_t metric) {
    Sums& of = sums[group_of(rubric_, metric)];
    of.add(score_before(nullptr, metric), -1);
    of.add(score_before(segment, metric));
  };
  for (const auto& [metric, weight] : segment->weights) override(metric);
  for (const auto& [metric, ranges] : segment->ranges)
    if (!segment->weight_of(metric)) override(metric);
  return sums;
}

std::optional<ScoreUnits> Gains::score_if_any(InputId input) {
  try {
    return score_after(input);
  } catch (const Error&) {
    // Another part of the rubric does not take the value, or needs one that is missing.
    return {};
  }
}

std::optional<ScoreUnits> Gains::score_after(InputId input) {
  ++move_;
  const Readers& readers = readers_[input];
  const std::size_t segments = rubric_.segments.size();
  const Segment* const segment = segment_after(readers);
  std::vector<Sums> sums = sums_under(segment);
  const auto change = [&](std::size_t metric, bool is_gated) {
    Sums& of = sums[group_of(rubric_, metric)];
    of.add(score_before(segment, metric), -1);
    of.add(is_gated ? score_gated(rubric_, segment, metric) : score_open(rubric_, segment, metric, moved_, as_of_));
  };
  for (const ChoiceOf& of : readers.choices) {
    if (of.condition < segments) continue;
    seen_[of.condition] = move_;
    change(of.condition - segments, failing_after(of) == 0);
  }
  for (const std::uint32_t metric : readers.metrics) {
    if (std::exchange(seen_[segments + metric], move_) == move_) continue;
    change(metric, rubric_.metrics[metric].gate && failing_[segments + metric] == 0);
  }
  const auto before = weighed(rubric_, segment, sums);
  const auto cap = before ? cap_after(readers) : std::nullopt;
  return cap ? std::min(*before, units_of(*cap)) : before;
}

}  // namespace c360::scorecard
