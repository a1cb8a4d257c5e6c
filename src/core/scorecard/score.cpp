// Points, weights, and one division.
// Must not know: where metrics come from, sessions.
#include "core/scorecard/score.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "core/base/error.hpp"
#include "core/base/exact.hpp"
#include "core/scorecard/evaluation.hpp"
#include "core/scorecard/weighing.hpp"

namespace c360::scorecard {

namespace {

std::string number_text(Micro value) { return plain_text(Millionths::from_units(value)); }

std::string_view kind_name(MetricValue::Kind kind) {
  switch (kind) {
    case MetricValue::Kind::missing:
      return "missing";
    case MetricValue::Kind::number:
      return "a number";
    case MetricValue::Kind::boolean:
      return "a boolean";
    case MetricValue::Kind::text:
      return "a text";
    case MetricValue::Kind::day:
      break;
  }
  return "a day";
}

[[noreturn]] void wrong_kind(std::string_view key, const MetricValue& value, std::string_view wanted) {
  throw Error(
      ErrorKind::invalid_parameter, concat("metric \"", excerpt(key), "\" must be ", wanted),
      concat("Its value is ", kind_name(value.kind),
             value.kind == MetricValue::Kind::text ? concat(": \"", excerpt(value.text), "\"") : std::string(), "."),
      "Convert it, or change the type of the metric in the rubric.");
}

// Of a column of the type char(n), the value has blanks that its owner did not write.
std::string_view without_blanks(std::string_view text) { return text.substr(0, text.find_last_not_of(' ') + 1); }

bool equals(const MetricValue& value, const Json& wanted) {
  switch (value.kind) {
    case MetricValue::Kind::text:
      return wanted.kind == Json::Kind::string &&
             (wanted.text == value.text || wanted.text == without_blanks(value.text));
    case MetricValue::Kind::day:
      return wanted.kind == Json::Kind::string && wanted.text == concat(value.day);
    case MetricValue::Kind::boolean:
      return wanted.kind == Json::Kind::boolean && wanted.boolean == value.boolean;
    case MetricValue::Kind::number: {
      if (wanted.kind != Json::Kind::number || value.rounded) return false;
      const auto number = parse_exact<Millionths>(wanted.text);
      return number && number->units() == value.number;
    }
    case MetricValue::Kind::missing:
      break;
  }
  return false;
}

}  // namespace

bool holds(const Condition::Choice& choice, MetricValues values) {
  return std::ranges::any_of(choice.values, [&](const Json& wanted) { return equals(values[choice.input], wanted); });
}

bool holds(const Condition& condition, MetricValues values) {
  return std::ranges::all_of(condition.choices, [&](const Condition::Choice& choice) { return holds(choice, values); });
}

bool holds(const Cap& cap, MetricValues values) {
  const MetricValue& value = values[cap.input];
  if (value.kind == MetricValue::Kind::missing) return false;
  if (!cap.in.empty()) return std::ranges::any_of(cap.in, [&](const Json& wanted) { return equals(value, wanted); });
  if (value.kind != MetricValue::Kind::number) {
    if (cap.unreadable_is_missing) return false;
    wrong_kind(cap.key, value, "a number, for a cap");
  }
  return (!cap.ge || value.number >= *cap.ge) && (!cap.lt || value.number < *cap.lt);
}

const Segment* segment_of(const Rubric& rubric, MetricValues values) {
  for (const Segment& segment : rubric.segments)
    if (holds(segment.when, values)) return &segment;
  return nullptr;
}

const std::vector<PointRange>& ranges_of(const Rubric& rubric, const Segment* segment, std::size_t metric) {
  const std::vector<PointRange>* own = segment ? segment->ranges_of(metric) : nullptr;
  return own ? *own : rubric.metrics[metric].ranges;
}

std::size_t range_of(const std::vector<PointRange>& ranges, Micro number) {
  std::size_t i = 0;
  while (i + 1 < ranges.size() && number >= *ranges[i].lt) ++i;
  return i;
}

Micro PlainScore::linear_points(const Metric& metric, Micro number) {
  const auto [low, high] = std::minmax(metric.from, metric.to);
  const Wide at = std::clamp(number, low, high);
  Wide above = (at - metric.from) * (Wide{metric.ends[1]} - metric.ends[0]);
  Wide divisor = Wide{metric.to} - metric.from;
  if (divisor < 0) above = -above, divisor = -divisor;
  // Half away from zero: points have no sign in the end. Almost always the numbers are small enough for a fast
  // division.
  if (const auto narrow = static_cast<std::int64_t>(above);
      narrow == above && std::abs(narrow) < std::numeric_limits<std::int64_t>::max() / 2) {
    const auto by = static_cast<std::int64_t>(divisor);
    return metric.ends[0] + (narrow >= 0 ? (narrow + by / 2) / by : -((-narrow + by / 2) / by));
  }
  const Wide half = divisor / 2;
  return static_cast<Micro>(metric.ends[0] + (above >= 0 ? (above + half) / divisor : -((-above + half) / divisor)));
}

ScoreUnits PlainScore::score() const { return whole_score(rubric_, points_); }

namespace {

std::string label_of(const MetricValue& value) {
  return value.kind == MetricValue::Kind::text      ? std::string(value.text)
         : value.kind == MetricValue::Kind::boolean ? std::string(value.boolean ? "true" : "false")
         : value.kind == MetricValue::Kind::day     ? concat(value.day)
                                                    : number_text(value.number);
}

std::optional<Micro> map_points(const Metric& metric, const MetricValue& value, bool unreadable_is_missing) {
  const std::string label = label_of(value);
  if (!value.rounded)
    for (const std::string_view each : {std::string_view(label), without_blanks(label)}) {
      for (const auto& [name, points] : metric.map)
        if (name == each) return points;
      if (value.kind != MetricValue::Kind::text) break;
    }
  if (metric.other) return metric.other;
  if (unreadable_is_missing) return {};
  throw Error(ErrorKind::invalid_parameter,
              concat("metric \"", excerpt(metric.key), "\" has a value that is not in its map"),
              concat("The value is \"", excerpt(label), "\"."),
              "Add it to the map of the rubric, or give points to all others with \"other\".");
}

// What the value itself earns; nothing where it is as good as missing.
std::optional<Micro> points_of(const Rubric& rubric, const Segment* segment, std::size_t index,
                               const MetricValue& value) {
  const Metric& metric = rubric.metrics[index];
  if (value.kind == MetricValue::Kind::missing) return {};
  const bool is_number = value.kind == MetricValue::Kind::number;
  switch (metric.type) {
    case Metric::Type::ranges: {
      if (!is_number && rubric.unreadable_is_missing) return {};
      if (!is_number) wrong_kind(metric.key, value, "a number");
      const auto& ranges = ranges_of(rubric, segment, index);
      return ranges[range_of(ranges, value.number)].points;
    }
    case Metric::Type::binary:
      if (value.kind == MetricValue::Kind::boolean) return value.boolean ? metric.points : 0;
      if (!is_number && rubric.unreadable_is_missing) return {};
      if (!is_number) wrong_kind(metric.key, value, "a boolean or a number");
      return value.number != 0 || value.rounded ? metric.points : 0;
    case Metric::Type::linear:
      if (!is_number && rubric.unreadable_is_missing) return {};
      if (!is_number) wrong_kind(metric.key, value, "a number");
      if (metric.outside_is_missing &&
          (value.number < std::min(metric.from, metric.to) || value.number > std::max(metric.from, metric.to) ||
           (value.rounded && value.number == std::max(metric.from, metric.to))))
        return {};
      return PlainScore::linear_points(metric, value.number);
    case Metric::Type::map:
      break;
  }
  return map_points(metric, value, rubric.unreadable_is_missing);
}

bool is_stale(const Rubric& rubric, const Metric& metric, MetricValues values, std::optional<Day> as_of) {
  if (!metric.stale_after_days) return false;
  if (!as_of)
    throw Error(
        ErrorKind::invalid_parameter, "the rubric needs an as_of",
        concat("The metric \"", excerpt(metric.key), "\" has \"stale_after\", and no day to count from was given."),
        "Pass as_of as the third argument, for example as_of().");
  const MetricValue& observed = values[metric.observed_at];
  // Of unknown age: as good as stale.
  if (observed.kind == MetricValue::Kind::missing) return true;
  if (observed.kind != MetricValue::Kind::day) {
    const auto day = observed.kind == MetricValue::Kind::text
                         ? parse_day(observed.text.substr(0, observed.text.find_first_of(" T")))
                         : std::nullopt;
    if (!day && rubric.unreadable_is_missing) return true;
    if (!day) wrong_kind(metric.key, observed, "observed on a day such as 2026-01-31");
    return std::int64_t{as_of->value} - day->value > *metric.stale_after_days;
  }
  return std::int64_t{as_of->value} - observed.day.value > *metric.stale_after_days;
}

}  // namespace

MetricScore score_metric(const Rubric& rubric, const Segment* segment, std::size_t index, MetricValues values,
                         std::optional<Day> as_of) {
  const Metric& metric = rubric.metrics[index];
  return metric.gate && holds(*metric.gate, values) ? score_gated(rubric, segment, index)
                                                    : score_open(rubric, segment, index, values, as_of);
}

static MetricScore unscored(const Rubric& rubric, const Segment* segment, std::size_t index) {
  const Metric& metric = rubric.metrics[index];
  MetricScore result;
  result.weight = segment ? segment->weight_of(index).value_or(metric.weight) : metric.weight;
  return result;
}

MetricScore score_gated(const Rubric& rubric, const Segment* segment, std::size_t index) {
  const Gate policy = rubric.metrics[index].gate_policy;
  MetricScore result = unscored(rubric, segment, index);
  result.status = policy == Gate::zero ? Status::gated_zero : Status::gated_excluded;
  result.keeps_weight = policy == Gate::exclude_in_group;
  return result;
}

MetricScore score_open(const Rubric& rubric, const Segment* segment, std::size_t index, MetricValues values,
                       std::optional<Day> as_of) {
  const Metric& metric = rubric.metrics[index];
  MetricScore result = unscored(rubric, segment, index);
  result.stale = values[metric.input].kind != MetricValue::Kind::missing && is_stale(rubric, metric, values, as_of);
  const auto points = result.stale ? std::nullopt : points_of(rubric, segment, index, values[metric.input]);
  if (points) {
    result.points = *points;
    return result;
  }
  switch (metric.missing) {
    case Missing::zero:
      result.status = Status::missing_zero;
      break;
    case Missing::exclude:
    case Missing::exclude_in_group:
      result.status = Status::missing_excluded;
      result.keeps_weight = metric.missing == Missing::exclude_in_group;
      break;
    case Missing::points:
      result.status = Status::missing_points;
      result.points = metric.missing_points;
      break;
    case Missing::error:
      throw Error(ErrorKind::invalid_parameter, concat("metric \"", excerpt(metric.key), "\" is missing"),
                  result.stale ? "Its value is too old." : "The metrics have no value for it.",
                  "Give a value, or choose another policy for missing values in the rubric.");
  }
  return result;
}

namespace {

// What score_metric and points_of come to by the way that nearly all values of nearly all customers take; nothing where
// it is another one.
inline std::optional<Micro> plain_points(const Rubric& rubric, std::size_t index, const MetricValue& value) {
  const Step& step = rubric.steps[index];
  switch (step.kind) {
    case Step::Kind::ranges:
      if (value.kind != MetricValue::Kind::number) return {};
      return PlainScore::points_of_range(rubric, step, value.number);
    case Step::Kind::binary:
      if (value.kind != MetricValue::Kind::boolean) return {};
      return rubric.points[step.first_points] * value.boolean;
    case Step::Kind::linear:
      if (value.kind != MetricValue::Kind::number) return {};
      return PlainScore::linear_points(rubric.metrics[index], value.number);
    case Step::Kind::other:
      break;
  }
  return {};
}

}  // namespace

const Cap* cap_of(const Rubric& rubric, MetricValues values, ScoreUnits before) {
  const Cap* lowest = nullptr;
  for (const Cap& cap : rubric.caps)
    if (holds(cap, values) && units_of(cap.max) < before && (!lowest || cap.max < lowest->max)) lowest = &cap;
  return lowest;
}

std::string_view name_of(Status status) {
  switch (status) {
    case Status::scored:
      return "scored";
    case Status::missing_zero:
      return "missing_zero";
    case Status::missing_points:
      return "missing_points";
    case Status::missing_excluded:
      return "missing_excluded";
    case Status::gated_zero:
      return "gated_zero";
    case Status::gated_excluded:
      break;
  }
  return "gated_excluded";
}

template <bool has_groups>
static std::optional<ScoreUnits> score_of(const Rubric& rubric, MetricValues values, std::optional<Day> as_of) {
  const Segment* const segment = segment_of(rubric, values);
  Sums all;
  std::vector<Sums> groups(has_groups ? rubric.groups.size() : 0);
  for (std::size_t i = 0; i < rubric.steps.size(); ++i) {
    const Step& step = rubric.steps[i];
    Sums& sums = has_groups ? groups[rubric.metrics[i].group_id] : all;
    const auto points = segment == nullptr ? plain_points(rubric, i, values[step.input]) : std::nullopt;
    if (points)
      sums.add_scored(step.weight, *points);
    else
      sums.add(score_metric(rubric, segment, i, values, as_of));
  }
  const auto before = weighed(rubric, segment, has_groups ? std::span<const Sums>(groups) : std::span(&all, 1));
  const Cap* const cap = before ? cap_of(rubric, values, *before) : nullptr;
  return cap ? std::optional(units_of(cap->max)) : before;
}

std::optional<ScoreUnits> score(const Rubric& rubric, MetricValues values, std::optional<Day> as_of) {
  return rubric.groups.empty() ? score_of<false>(rubric, values, as_of) : score_of<true>(rubric, values, as_of);
}

Score explain(const Rubric& rubric, MetricValues values, std::optional<Day> as_of) {
  Score result;
  result.segment = segment_of(rubric, values);
  std::vector<Sums> sums(sums_of(rubric));
  for (std::size_t i = 0; i < rubric.metrics.size(); ++i)
    sums[group_of(rubric, i)].add(result.metrics.emplace_back(score_metric(rubric, result.segment, i, values, as_of)));
  Weighing weighing(rubric, result.segment, sums);
  result.coverage = weighing.coverage();
  result.covered = weighing.is_covered();
  if (!weighing.counts()) return result;

  // Each contribution is the difference of two rounded running totals, so that they add up to the rounded score.
  ScoreUnits told = 0;
  for (std::size_t i = 0; i < result.metrics.size(); ++i) {
    const MetricScore& metric = result.metrics[i];
    const Micro weight = metric.counts() ? metric.weight : 0;
    const std::size_t group = group_of(rubric, i);
    const ScoreUnits total = weighing.add(group, weight, metric.points);
    result.contributions.push_back(total - told);
    result.full_contributions.push_back(weighing.full_contribution(group, weight));
    result.effective_weights.push_back(weighing.effective_weight(group, weight));
    told = total;
  }
  result.before_caps = told;
  if (!result.covered) return result;
  result.cap = cap_of(rubric, values, told);
  result.score = result.cap ? units_of(result.cap->max) : told;
  return result;
}

std::string rule_text(const Rubric& rubric, MetricValues values, const Score& score, std::size_t index) {
  const Metric& metric = rubric.metrics[index];
  const MetricScore& scored = score.metrics[index];
  switch (scored.status) {
    case Status::gated_zero:
    case Status::gated_excluded:
      return "does not apply";
    case Status::missing_zero:
    case Status::missing_points:
    case Status::missing_excluded:
      return scored.stale ? concat("older than ", *metric.stale_after_days, " days") : std::string("no value");
    case Status::scored:
      break;
  }
  const MetricValue& value = values[metric.input];
  switch (metric.type) {
    case Metric::Type::ranges: {
      const auto& ranges = ranges_of(rubric, score.segment, index);
      const PointRange& range = ranges[range_of(ranges, value.number)];
      if (!range.ge && !range.lt) return "any value";
      return concat(range.ge ? concat(number_text(*range.ge), " <= ") : std::string(), "value",
                    range.lt ? concat(" < ", number_text(*range.lt)) : std::string());
    }
    case Metric::Type::binary:
      return scored.points == 0 && metric.points > 0 ? "no" : "yes";
    case Metric::Type::linear:
      return concat(number_text(metric.ends[0]), " at ", number_text(metric.from), " to ", number_text(metric.ends[1]),
                    " at ", number_text(metric.to));
    case Metric::Type::map:
      break;
  }
  return label_of(value);
}

}  // namespace c360::scorecard
