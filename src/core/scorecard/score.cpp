// Points, weights, and one division.
// Must not know: where metrics come from, sessions.
#include "core/scorecard/score.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <unordered_map>

#include "core/base/error.hpp"
#include "core/base/exact.hpp"

namespace c360::scorecard {

namespace {

using Wide = __int128;

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

bool equals(const MetricValue& value, const Json& wanted) {
  switch (value.kind) {
    case MetricValue::Kind::text:
      return wanted.kind == Json::Kind::string && wanted.text == value.text;
    case MetricValue::Kind::boolean:
      return wanted.kind == Json::Kind::boolean && wanted.boolean == value.boolean;
    case MetricValue::Kind::number: {
      if (wanted.kind != Json::Kind::number || value.rounded) return false;
      const auto number = parse_exact<Millionths>(wanted.text);
      return number && number->units() == value.number;
    }
    default:
      return false;
  }
}

bool holds(const Condition& condition, MetricValues values) {
  return std::ranges::all_of(condition.choices, [&](const Condition::Choice& choice) {
    return std::ranges::any_of(choice.values, [&](const Json& wanted) { return equals(values[choice.input], wanted); });
  });
}

bool holds(const Cap& cap, MetricValues values) {
  const MetricValue& value = values[cap.input];
  if (value.kind == MetricValue::Kind::missing) return false;
  if (!cap.in.empty()) return std::ranges::any_of(cap.in, [&](const Json& wanted) { return equals(value, wanted); });
  if (value.kind != MetricValue::Kind::number) wrong_kind(cap.key, value, "a number, for a cap");
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

// Points between the ends, to the millionth.
Micro linear_points(const Metric& metric, Micro number) {
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

// What the value itself earns; nothing where it is as good as missing.
std::optional<Micro> points_of(const Rubric& rubric, const Segment* segment, std::size_t index,
                               const MetricValue& value) {
  const Metric& metric = rubric.metrics[index];
  if (value.kind == MetricValue::Kind::missing) return {};
  switch (metric.type) {
    case Metric::Type::ranges: {
      if (value.kind != MetricValue::Kind::number) wrong_kind(metric.key, value, "a number");
      const auto& ranges = ranges_of(rubric, segment, index);
      return ranges[range_of(ranges, value.number)].points;
    }
    case Metric::Type::binary:
      if (value.kind == MetricValue::Kind::boolean) return value.boolean ? metric.points : 0;
      if (value.kind != MetricValue::Kind::number) wrong_kind(metric.key, value, "a boolean or a number");
      return value.number != 0 || value.rounded ? metric.points : 0;
    case Metric::Type::linear:
      if (value.kind != MetricValue::Kind::number) wrong_kind(metric.key, value, "a number");
      if (metric.outside_is_missing &&
          (value.number < std::min(metric.from, metric.to) || value.number > std::max(metric.from, metric.to) ||
           (value.rounded && value.number == std::max(metric.from, metric.to))))
        return {};
      return linear_points(metric, value.number);
    case Metric::Type::map:
      break;
  }
  if (value.kind == MetricValue::Kind::day) wrong_kind(metric.key, value, "a text");
  const std::string label = value.kind == MetricValue::Kind::text      ? std::string(value.text)
                            : value.kind == MetricValue::Kind::boolean ? std::string(value.boolean ? "true" : "false")
                                                                       : number_text(value.number);
  if (!value.rounded)
    for (const auto& [name, points] : metric.map)
      if (name == label) return points;
  if (metric.other) return metric.other;
  throw Error(ErrorKind::invalid_parameter,
              concat("metric \"", excerpt(metric.key), "\" has a value that is not in its map"),
              concat("The value is \"", excerpt(label), "\"."),
              "Add it to the map of the rubric, or give points to all others with \"other\".");
}

bool is_stale(const Metric& metric, MetricValues values, std::optional<Day> as_of) {
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
    if (!day) wrong_kind(metric.key, observed, "observed on a day such as 2026-01-31");
    return std::int64_t{as_of->value} - day->value > *metric.stale_after_days;
  }
  return std::int64_t{as_of->value} - observed.day.value > *metric.stale_after_days;
}

MetricScore score_metric(const Rubric& rubric, const Segment* segment, std::size_t index, MetricValues values,
                         std::optional<Day> as_of) {
  const Metric& metric = rubric.metrics[index];
  MetricScore result;
  result.weight = segment ? segment->weight_of(index).value_or(metric.weight) : metric.weight;
  if (metric.gate && holds(*metric.gate, values)) {
    result.status = metric.gate_excludes ? Status::gated_excluded : Status::gated_zero;
    return result;
  }
  result.stale = values[metric.input].kind != MetricValue::Kind::missing && is_stale(metric, values, as_of);
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
      result.status = Status::missing_excluded;
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

// scale · sum ÷ (max_points · included), half to even at the last decimal.
ScoreUnits share(const Rubric& rubric, Wide sum, Micro included) {
  std::int64_t product;
  if (included == rubric.whole_weight && rubric.numerator != 0 &&
      !__builtin_mul_overflow(sum, rubric.numerator, &product)) {
    std::int64_t quotient = product / rubric.denominator;
    const std::int64_t rest = product % rubric.denominator, missing = rubric.denominator - rest;
    if (rest > missing || (rest == missing && (quotient & 1) != 0)) ++quotient;
    return quotient;
  }
  // sum ≤ 10^12 · 10^8, scale ≤ 10^12: their product fits.
  const Wide dividend = sum * rubric.scale;
  const Wide divisor = Wide{rubric.max_points} * included;
  // In two steps, because dividend · 10^6 need not fit: whole millionths, then the six decimals behind them.
  const Wide whole = dividend / divisor;
  Wide rest = (dividend - whole * divisor) * 1'000'000;
  const Wide decimals = rest / divisor;
  rest -= decimals * divisor;
  Wide quotient = whole * 1'000'000 + decimals;
  const Wide twice = rest * 2;
  if (twice > divisor || (twice == divisor && (quotient & 1) != 0)) ++quotient;
  return static_cast<ScoreUnits>(quotient);
}

ScoreUnits units_of(Micro value) { return value * 1'000'000; }

struct Sums {
  Wide points = 0;     // Σ weight · points of what counts
  Micro included = 0;  // Σ weight of what counts
  Micro known = 0;     // Σ weight of what has data
  Micro possible = 0;  // Σ weight of what could have
  void add(const MetricScore& metric) {
    if (metric.status == Status::gated_excluded) return;
    possible += metric.weight;
    if (metric.status == Status::scored || metric.status == Status::gated_zero) known += metric.weight;
    if (!metric.counts()) return;
    included += metric.weight;
    points += Wide{metric.weight} * metric.points;
  }
  void add_scored(Micro weight, Micro earned) {
    possible += weight;
    known += weight;
    included += weight;
    points += Wide{weight} * earned;
  }
  bool covers(const Rubric& rubric) const {
    return !rubric.min_coverage || Wide{known} * micro >= Wide{*rubric.min_coverage} * possible;
  }
};

// What score_metric and points_of come to by the way that nearly all values of nearly all customers take; nothing where
// it is another one.
inline std::optional<Micro> plain_points(const Rubric& rubric, std::size_t index, const MetricValue& value) {
  const Step& step = rubric.steps[index];
  switch (step.kind) {
    case Step::Kind::ranges: {
      if (value.kind != MetricValue::Kind::number) return {};
      // Counted, not searched: which range it is cannot be predicted, and a wrong guess costs more than the
      // comparisons.
      const Micro* const limits = rubric.limits.data() + step.first_limit;
      std::size_t range = 0;
      for (std::uint32_t limit = 0; limit < step.limits; ++limit) range += value.number >= limits[limit];
      return rubric.points[step.first_points + range];
    }
    case Step::Kind::binary:
      if (value.kind != MetricValue::Kind::boolean) return {};
      return rubric.points[step.first_points] * value.boolean;
    case Step::Kind::linear:
      if (value.kind != MetricValue::Kind::number) return {};
      return linear_points(rubric.metrics[index], value.number);
    case Step::Kind::other:
      break;
  }
  return {};
}

const Cap* cap_of(const Rubric& rubric, MetricValues values, ScoreUnits before) {
  const Cap* lowest = nullptr;
  for (const Cap& cap : rubric.caps)
    if (holds(cap, values) && units_of(cap.max) < before && (!lowest || cap.max < lowest->max)) lowest = &cap;
  return lowest;
}

}  // namespace

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

std::optional<ScoreUnits> score(const Rubric& rubric, MetricValues values, std::optional<Day> as_of) {
  const Segment* const segment = segment_of(rubric, values);
  Sums sums;
  for (std::size_t i = 0; i < rubric.steps.size(); ++i) {
    const Step& step = rubric.steps[i];
    const auto points = segment == nullptr ? plain_points(rubric, i, values[step.input]) : std::nullopt;
    if (points)
      sums.add_scored(step.weight, *points);
    else
      sums.add(score_metric(rubric, segment, i, values, as_of));
  }
  if (sums.included == 0 || !sums.covers(rubric)) return {};
  const ScoreUnits before = share(rubric, sums.points, sums.included);
  const Cap* const cap = cap_of(rubric, values, before);
  return cap ? units_of(cap->max) : before;
}

Score explain(const Rubric& rubric, MetricValues values, std::optional<Day> as_of) {
  Score result;
  result.segment = segment_of(rubric, values);
  Sums sums;
  for (std::size_t i = 0; i < rubric.metrics.size(); ++i)
    sums.add(result.metrics.emplace_back(score_metric(rubric, result.segment, i, values, as_of)));
  result.included_weight = sums.included;
  result.coverage = sums.possible == 0 ? 0 : static_cast<Micro>(Wide{sums.known} * micro / sums.possible);
  result.covered = sums.covers(rubric);
  if (sums.included == 0) return result;

  // Each contribution is the difference of two rounded running totals, so that they add up to the rounded score.
  Wide running = 0;
  ScoreUnits told = 0;
  for (const MetricScore& metric : result.metrics) {
    if (metric.counts()) running += Wide{metric.weight} * metric.points;
    const ScoreUnits total = share(rubric, running, sums.included);
    result.contributions.push_back(total - told);
    told = total;
  }
  result.before_caps = told;
  if (!result.covered) return result;
  result.cap = cap_of(rubric, values, told);
  result.score = result.cap ? units_of(result.cap->max) : told;
  return result;
}

ScoreUnits full_contribution(const Rubric& rubric, const Score& score, std::size_t metric) {
  const MetricScore& scored = score.metrics[metric];
  return scored.counts() && score.included_weight > 0
             ? share(rubric, Wide{scored.weight} * rubric.max_points, score.included_weight)
             : 0;
}

ScoreUnits effective_weight(const Score& score, std::size_t metric) {
  const MetricScore& scored = score.metrics[metric];
  const Wide dividend = Wide{scored.weight} * 100 * 1'000'000'000'000;
  return scored.counts() && score.included_weight > 0
             ? static_cast<ScoreUnits>((dividend + score.included_weight / 2) / score.included_weight)
             : 0;
}

namespace {

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

std::optional<NextGain> next_gain(const Rubric& rubric, MetricValues values, std::optional<Day> as_of, const Score& now,
                                  std::size_t metric) {
  if (!now.score || now.metrics[metric].status != Status::scored) return {};
  const auto candidate = next_value(rubric, now, values, metric);
  if (!candidate) return {};
  std::vector<MetricValue> moved(values.begin(), values.end());
  moved[rubric.metrics[metric].input] = candidate->value;
  const auto then = score(rubric, moved, as_of);
  if (!then || *then <= *now.score) return {};  // another part of the rubric takes back what the metric gains
  return NextGain{candidate->text, *then - *now.score};
}

std::vector<Change> changes(const Rubric& old_rubric, const Rubric& new_rubric, const Score& before,
                            const Score& between, const Score& after) {
  std::vector<Change> rows;
  if (!before.score || !between.score || !after.score) return rows;
  const auto put = [&](std::string key, std::optional<ScoreUnits> a, std::optional<ScoreUnits> b,
                       std::optional<ScoreUnits> c) {
    rows.push_back({std::move(key), a, c, b.value_or(0) - a.value_or(0), c.value_or(0) - b.value_or(0)});
  };
  std::unordered_map<std::string_view, ScoreUnits> now;  // of what the old rubric has not, in the end
  for (std::size_t i = 0; i < new_rubric.metrics.size(); ++i)
    now.emplace(new_rubric.metrics[i].key, after.contributions[i]);
  for (std::size_t i = 0; i < old_rubric.metrics.size(); ++i) {
    const std::string& key = old_rubric.metrics[i].key;
    const auto same = now.extract(key);
    put(key, before.contributions[i], between.contributions[i], same ? std::optional(same.mapped()) : std::nullopt);
  }
  for (const Metric& metric : new_rubric.metrics)
    if (const auto added = now.find(metric.key); added != now.end()) put(metric.key, {}, {}, added->second);
  const auto capped = [](const Score& score) {
    return score.cap ? std::optional(*score.score - *score.before_caps) : std::nullopt;
  };
  if (before.cap || between.cap || after.cap) put(std::string(cap_key), capped(before), capped(between), capped(after));
  return rows;
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
  return value.kind == MetricValue::Kind::text      ? std::string(value.text)
         : value.kind == MetricValue::Kind::boolean ? std::string(value.boolean ? "true" : "false")
                                                    : number_text(value.number);
}

}  // namespace c360::scorecard
