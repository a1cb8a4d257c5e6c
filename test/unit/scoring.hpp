// What tests of scores share: rubrics from text, metrics by name, and both at random.
// Must not know: what is tested.
#pragma once

#include <cmath>
#include <map>

#include "core/base/exact.hpp"
#include "core/scorecard/gains.hpp"
#include "core/scorecard/score.hpp"
#include "testing.hpp"

namespace c360::scorecard {

using testing::Chance;

inline Rubric rubric(std::string_view json) { return Rubric::parse(parse_json(json)); }

// Metrics by name, as a host finds them.
using Metrics = std::map<std::string, MetricValue, std::less<>>;

inline std::vector<MetricValue> values_of(const Rubric& rubric, const Metrics& metrics) {
  std::vector<MetricValue> values(rubric.inputs.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    if (const auto found = metrics.find(rubric.inputs[i]); found != metrics.end()) values[i] = found->second;
  return values;
}

inline MetricValue number(double value) {
  return MetricValue::of_number(static_cast<Micro>(std::llround(value * 1e6)));
}

// ---- random rubrics and customers

struct Made {
  std::string json;
  std::vector<std::string> keys;
};

inline std::string decimal(std::int64_t millionths) { return plain_text(Millionths::from_units(millionths)); }

// Weights that total 100.
inline std::vector<std::int64_t> random_weights(Chance& chance, std::size_t count) {
  std::vector<std::int64_t> weights(count, 0);
  for (int i = 0; i < 1000; ++i)
    weights[static_cast<std::size_t>(chance.number(0, static_cast<std::int64_t>(count) - 1))] += 100'000;
  return weights;
}

// Metrics of every type, groups with and without weights, gates, segments, caps, policies.
inline Made random_rubric(Chance& chance) {
  Made made;
  const auto count = static_cast<std::size_t>(chance.number(1, 8));
  const auto group_count = static_cast<std::size_t>(chance.number(1, 3));
  const bool own_groups = chance.number(0, 3) == 0, normalize = chance.number(0, 3) == 0;
  std::vector<std::int64_t> weights = random_weights(chance, count);
  if (own_groups || normalize)
    for (std::int64_t& weight : weights) weight = chance.number(1, 30'000'000);
  const auto some = [&](std::int64_t least, std::int64_t most) { return chance.number(least, most) == least; };
  const std::int64_t most = chance.number(1, 20) * 500'000;
  std::string metrics;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string key = concat("m", i);
    made.keys.push_back(key);
    // Every group has a metric, if there are enough of them.
    const std::size_t group = i < group_count ? i : static_cast<std::size_t>(chance.number(0, 2)) % group_count;
    std::string metric =
        concat(R"({"key": ")", key, R"(", "group": "g)", group, R"(", "weight": )", decimal(weights[i]));
    const auto points = [&] { return decimal(chance.number(0, most)); };
    switch (chance.number(0, 3)) {
      case 0: {
        metric += R"(, "type": "ranges", "ranges": [)";
        std::int64_t at = chance.number(-5, 2) * 500'000;
        const std::int64_t borders = chance.number(0, 4);
        for (std::int64_t j = 0; j <= borders; ++j) {
          const std::int64_t next = at + chance.number(1, 8) * 250'000;
          metric += concat(j ? ", {" : "{", j ? concat(R"("ge": )", decimal(at), ", ") : std::string(),
                           j < borders ? concat(R"("lt": )", decimal(next), ", ") : std::string(), R"("points": )",
                           points(), "}");
          at = next;
        }
        metric += "]";
        break;
      }
      case 1:
        metric += concat(R"(, "type": "binary", "points": )", points());
        break;
      case 2:
        metric += concat(R"(, "type": "linear", "from": )", chance.number(-3, 3), R"(, "to": )", chance.number(4, 9),
                         R"(, "points": [)", points(), ", ", points(), "]");
        break;
      default:
        metric +=
            concat(R"(, "type": "map", "map": {"1": )", points(), R"(, "2": )", points(), R"(}, "other": )", points());
    }
    if (some(0, 3))
      metric += R"(, "missing": "exclude")";
    else if (some(0, 3))
      metric += R"(, "missing": "exclude_in_group")";
    constexpr std::string_view policies[] = {"zero", "exclude", "exclude_in_group"};
    if (some(0, 5))
      metric += concat(R"(, "gate": {"unless": {"tier": ["free"], "m0": [0, 1, 2]}, "policy": ")",
                       policies[chance.number(0, 2)], R"("})");
    metrics += (i ? ", " : "") + metric + "}";
  }
  std::string more;
  if (normalize) more += R"(, "normalize": true)";
  if (own_groups) {
    const std::size_t groups = std::min(group_count, count);
    const std::vector<std::int64_t> group_weights = random_weights(chance, groups);
    for (std::size_t i = 0; i < groups; ++i)
      more += concat(i ? ", " : R"(, "groups": [)", R"({"name": "g)", i, R"(", "weight": )", decimal(group_weights[i]),
                     i + 1 == groups ? "}]" : "}");
  }
  if (some(0, 2) && (own_groups || normalize)) {
    more += R"(, "segments": [)";
    for (int i = 0; i < 3; ++i)
      more += concat(i ? ", " : "", R"({"name": "s)", i, R"(", "when": {"m)", chance.number(0, 1), R"(": [)", i,
                     R"(]}, "weights": {"m0": )", decimal(chance.number(1, 9'000'000)), "}}");
    more += "]";
  }
  made.json =
      concat(R"({"rubric": 1, "max_points": )", decimal(most), R"(, "scale": )", chance.number(1, 1000),
             R"(, "missing": )", chance.number(0, 1) ? R"("zero")" : concat(R"({"points": )", decimal(most / 2), "}"),
             some(0, 2) ? R"(, "min_coverage": 0.5)" : "", more, R"(, "metrics": [)", metrics, "]",
             some(0, 2) ? R"(, "caps": [{"when": {"key": "m0", "ge": 1}, "max": 1, "reason": "cap"}])" : "", "}");
  return made;
}

inline Metrics random_metrics(Chance& chance, const Made& made) {
  Metrics metrics;
  for (const std::string& key : made.keys)
    if (chance.number(0, 4) > 0) metrics[key] = MetricValue::of_number(chance.number(-12, 40) * 250'000);
  if (chance.number(0, 1)) metrics["tier"] = MetricValue::of_text(chance.number(0, 1) ? "free" : "paid");
  return metrics;
}

}  // namespace c360::scorecard
