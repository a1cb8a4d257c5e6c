// Rubrics: reading, and the short way of a score through them.
// Must not know: metrics' values, sessions.
#include "core/scorecard/rubric.hpp"

#include <algorithm>
#include <limits>

#include "core/base/error.hpp"
#include "core/scorecard/rubric_compiler.hpp"

namespace c360::scorecard {

namespace {

// The entry of a metric, of entries in its order.
template <class Entries>
auto entry_of(const Entries& entries, std::size_t metric) {
  const auto entry = std::ranges::lower_bound(entries, metric, {}, [](const auto& each) { return each.first; });
  return entry != entries.end() && entry->first == metric ? &entry->second : nullptr;
}

}  // namespace

std::optional<Micro> Segment::weight_of(std::size_t metric) const {
  const Micro* weight = entry_of(weights, metric);
  return weight ? std::optional(*weight) : std::nullopt;
}
std::optional<Micro> Segment::weight_of_group(std::size_t group) const {
  const Micro* weight = entry_of(groups, group);
  return weight ? std::optional(*weight) : std::nullopt;
}
const std::vector<PointRange>* Segment::ranges_of(std::size_t metric) const { return entry_of(ranges, metric); }

Rubric Rubric::read(const Json& document, document::Faults& faults) {
  Rubric rubric;
  compile(document, rubric, faults);
  if (faults.none()) rubric.compile_steps();
  return rubric;
}

Rubric Rubric::read(std::string_view json, document::Faults& faults) {
  const auto document = document::parse(json, faults);
  return document ? read(*document, faults) : Rubric();
}

Rubric Rubric::parse(const Json& document) {
  document::Faults faults;
  Rubric rubric = read(document, faults);
  if (faults.none()) return rubric;
  const Fault& first = faults.first();
  throw Error(ErrorKind::invalid_parameter, "invalid rubric", concat("At ", first.path, ": ", first.sentence()),
              faults.count() == 1 ? std::string("Correct it; rubric_errors(rubric) names every fault.")
                                  : concat("It has ", faults.count(), " faults: rubric_errors(rubric) names ",
                                           faults.count() <= document::Faults::most_told
                                               ? std::string("them all.")
                                               : concat("the first ", document::Faults::most_told, ".")));
}

void Rubric::compile_steps() {
  for (const Metric& metric : metrics) {
    Step& step = steps.emplace_back();
    step.input = metric.input;
    step.metric = static_cast<std::uint32_t>(steps.size() - 1);
    step.weight = metric.weight;
    whole_weight += metric.weight;
    if (metric.gate || metric.stale_after_days) continue;
    step.first_limit = static_cast<std::uint32_t>(limits.size());
    step.first_points = static_cast<std::uint32_t>(points.size());
    switch (metric.type) {
      case Metric::Type::ranges:
        step.kind = Step::Kind::ranges;
        step.limits = static_cast<std::uint32_t>(metric.ranges.size() - 1);
        for (const PointRange& range : metric.ranges) {
          if (&range != &metric.ranges.front()) limits.push_back(*range.ge);
          points.push_back(range.points);
        }
        break;
      case Metric::Type::binary:
        step.kind = Step::Kind::binary;
        points.push_back(metric.points);
        break;
      case Metric::Type::linear:
        if (!metric.outside_is_missing) step.kind = Step::Kind::linear;
        break;
      case Metric::Type::map:
        break;
    }
  }
  const bool is_plain = groups.empty() && segments.empty() && caps.empty() &&
                        std::ranges::none_of(steps, [](const Step& step) { return step.kind == Step::Kind::other; });
  if (is_plain) plain.resize(inputs.size());  // each is a metric's, for nothing else reads any
  for (const Step& step : steps)
    if (is_plain) plain[step.input] = step;
  // scale · 10^6 ÷ (max_points · whole_weight): scores are counts of 10^-12.
  __int128 above = static_cast<__int128>(scale) * 1'000'000, below = static_cast<__int128>(max_points) * whole_weight;
  for (__int128 a = above, b = below; b != 0;) {
    const __int128 rest = a % b;
    a = b;
    b = rest;
    if (b == 0) {
      above /= a;
      below /= a;
    }
  }
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  if (below > 0 && above <= most && below <= most) {
    numerator = static_cast<std::int64_t>(above);
    denominator = static_cast<std::int64_t>(below);
  }
}

}  // namespace c360::scorecard
