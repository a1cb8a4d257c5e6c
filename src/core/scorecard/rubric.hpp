// A rubric (METRICS C2): how metrics become points and points a score, compiled from its JSON document.
// Must not know: metrics' values (score.hpp), sessions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/scorecard/bands.hpp"
#include "core/base/document.hpp"

namespace c360::scorecard {

// Numbers of rubrics and metrics: millionths. A rubric's own are at most 10^12 in size, so that sums of them fit.
using Micro = std::int64_t;
inline constexpr Micro micro = document::one;

// Position of a named input (a metric's value, a tier, a day) in the list that a rubric asks for.
using InputId = std::uint32_t;

enum class Missing : std::uint8_t { zero, exclude, exclude_in_group, points, error };
enum class Gate : std::uint8_t { zero, exclude, exclude_in_group };

// Position of a group in the rubric's list.
using GroupId = std::uint32_t;

// {"tier": ["starter", "free"], "trial": [true]}: every input has one of its values.
struct Condition {
  struct Choice {
    InputId input = 0;
    std::vector<Json> values;  // strings, numbers, booleans
  };
  std::vector<Choice> choices;
};

struct PointRange {
  std::optional<Micro> ge, lt;
  Micro points = 0;
};

struct Metric {
  enum class Type : std::uint8_t { ranges, binary, linear, map };

  std::string key, label, group;
  InputId input = 0;
  Type type = Type::ranges;
  Micro weight = 0;
  Missing missing = Missing::zero;
  Micro missing_points = 0;

  std::vector<PointRange> ranges;   // ascending, without overlap or hole
  Micro points = 0;                 // binary: of true
  Micro from = 0, to = 0;           // linear
  std::array<Micro, 2> ends{};      // linear: points at from and to
  bool outside_is_missing = false;  // linear: else clamped
  std::vector<std::pair<std::string, Micro>> map;
  std::optional<Micro> other;  // map: points of any other value

  GroupId group_id = 0;           // where groups weigh
  std::optional<Condition> gate;  // does not apply where this holds
  Gate gate_policy = Gate::zero;
  std::optional<std::int32_t> stale_after_days;
  InputId observed_at = 0;  // where stale_after_days is set
};

// What a segment overrides; everything else is the rubric's.
struct Segment {
  std::string name;
  Condition when;
  // By position among the metrics, ascending.
  std::vector<std::pair<std::uint32_t, Micro>> weights;
  std::vector<std::pair<std::uint32_t, std::vector<PointRange>>> ranges;
  std::vector<std::pair<GroupId, Micro>> groups;  // by position among the groups, ascending

  // Of a metric or a group; nothing where it is the rubric's.
  std::optional<Micro> weight_of(std::size_t metric) const;
  std::optional<Micro> weight_of_group(std::size_t group) const;
  const std::vector<PointRange>* ranges_of(std::size_t metric) const;
};

// What a weight counts may go by the metric's group.
struct Group {
  std::string name;
  std::optional<Micro> weight;  // its own, which its metrics share; else that of its metrics
};

struct Cap {
  InputId input = 0;
  std::string key;
  std::optional<Micro> ge, lt;
  std::vector<Json> in;
  bool unreadable_is_missing = false;  // the rubric's
  Micro max = 0;
  std::string reason;
};

// A metric as most customers meet it, a present number or boolean, without gate, age and segment: all that its points
// take, close together, because it is read for every row. Everything else goes by the metric itself.
struct Step {
  enum class Kind : std::uint8_t { other, ranges, binary, linear };

  Kind kind = Kind::other;
  std::uint32_t limits = 0;  // ranges: how many, from first_limit; their points, one more, from first_points
  std::uint32_t first_limit = 0, first_points = 0;
  InputId input = 0;
  std::uint32_t metric = 0;
  Micro weight = 0;
};

struct Rubric {
  std::string name, version;
  Micro max_points = 5 * micro;
  Micro scale = 100 * micro;
  bool unreadable_is_missing = false;  // else an error
  std::optional<Micro> min_coverage;
  std::vector<Group> groups;  // empty where a weight counts the same in all of them
  std::vector<Metric> metrics;
  std::vector<Segment> segments;
  std::vector<Cap> caps;
  std::optional<Bands> bands;

  // The names of all inputs in jsonb's order of keys: by length, then by bytes. An InputId is a position in it.
  std::vector<std::string> inputs;
  bool needs_as_of = false;

  std::vector<Step> steps;    // of every metric
  std::vector<Step> plain;    // the same of every input, where that is all that there is to the rubric; else empty
  std::vector<Micro> limits;  // of all ranges: where the next one begins
  std::vector<Micro> points;
  // Where the whole weight counts a score is Σ weight · points · numerator ÷ denominator, in lowest terms; 0: too large
  // for that.
  Micro whole_weight = 0;
  std::int64_t numerator = 0, denominator = 0;

  // The rubric is whole only if there is no fault.
  static Rubric read(const Json& document, document::Faults& faults);
  static Rubric read(std::string_view json, document::Faults& faults);

  // Throws invalid_parameter with the first fault.
  static Rubric parse(const Json& document);

 private:
  void compile_steps();
};

}  // namespace c360::scorecard
