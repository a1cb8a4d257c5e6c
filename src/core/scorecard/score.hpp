// The score engine (METRICS C1, C3): a rubric over the metrics of one customer.
// Must not know: where metrics come from, sessions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/scorecard/rubric.hpp"
#include "core/base/day.hpp"

namespace c360::scorecard {

// A metric's value. Numbers are rounded down to millionths, which changes no comparison with a rubric's numbers; what
// lies beyond ±9.2 · 10^12 stands at that end.
struct MetricValue {
  enum class Kind : std::uint8_t { missing, number, boolean, text, day };

  Kind kind = Kind::missing;
  bool boolean = false;
  bool rounded = false;  // there was more than the number says
  Day day;
  Micro number = 0;
  std::string_view text;  // of a text, or of any other value as it was written, where breakdowns show it

  static MetricValue of_number(Micro number) {
    MetricValue value;
    value.kind = Kind::number;
    value.number = number;
    return value;
  }
  static MetricValue of_boolean(bool boolean) {
    MetricValue value;
    value.kind = Kind::boolean;
    value.boolean = boolean;
    return value;
  }
  static MetricValue of_text(std::string_view text) {
    MetricValue value;
    value.kind = Kind::text;
    value.text = text;
    return value;
  }
};

// One for each of rubric.inputs, in their order.
using MetricValues = std::span<const MetricValue>;

enum class Status : std::uint8_t { scored, missing_zero, missing_points, missing_excluded, gated_zero, gated_excluded };
std::string_view name_of(Status status);

// Scores are counts of 10^-12.
inline constexpr int score_decimals = 12;
using ScoreUnits = std::int64_t;

// What one metric has come to.
struct MetricScore {
  Status status = Status::scored;
  bool stale = false;
  bool keeps_weight = false;  // left out, and its weight stays in its group
  Micro points = 0;
  Micro weight = 0;  // of its segment; 0 in the denominator where it is excluded
  bool counts() const { return status != Status::missing_excluded && status != Status::gated_excluded; }
};

// The score of one customer; nothing where no metric counts, or too few have data.
// Throws invalid_parameter: a value of the wrong kind, a missing one where the policy is error, no as_of.
std::optional<ScoreUnits> score(const Rubric& rubric, MetricValues values, std::optional<Day> as_of);

// The same for a rubric that is plain, of values as they come: no list of them is written and read again. An input
// comes once at most.
class PlainScore {
 public:
  explicit PlainScore(const Rubric& rubric) : rubric_(rubric) {}

  // Whether the value is of the kind that goes this way.
  bool number(InputId input, Micro value) {
    const Step& step = rubric_.plain[input];
    if (step.kind == Step::Kind::ranges)
      add(step, points_of_range(rubric_, step, value));
    else if (step.kind == Step::Kind::linear)
      add(step, linear_points(rubric_.metrics[step.metric], value));
    else
      return false;
    return true;
  }
  bool boolean(InputId input, bool value) {
    const Step& step = rubric_.plain[input];
    if (step.kind != Step::Kind::binary) return false;
    add(step, rubric_.points[step.first_points] * value);
    return true;
  }
  // Every metric has a value.
  bool is_whole() const { return seen_ == rubric_.plain.size(); }
  ScoreUnits score() const;

  static Micro points_of_range(const Rubric& rubric, const Step& step, Micro value) {
    // Counted, not searched: which range it is cannot be predicted, and a wrong guess costs more than the comparisons.
    const Micro* const limits = rubric.limits.data() + step.first_limit;
    std::size_t range = 0;
    for (std::uint32_t limit = 0; limit < step.limits; ++limit) range += value >= limits[limit];
    return rubric.points[step.first_points + range];
  }
  // Points between the ends, to the millionth.
  static Micro linear_points(const Metric& metric, Micro number);

 private:
  void add(const Step& step, Micro points) {
    points_ += static_cast<__int128>(step.weight) * points;
    ++seen_;
  }

  const Rubric& rubric_;
  __int128 points_ = 0;
  std::size_t seen_ = 0;
};

// Everything about it.
struct Score {
  const Segment* segment = nullptr;
  std::vector<MetricScore> metrics;       // of rubric.metrics
  std::vector<ScoreUnits> contributions;  // they add up to before_caps exactly; empty where no metric counts
  // Of each: what max_points would contribute, and its share of the weight that counts, of 100.
  std::vector<ScoreUnits> full_contributions, effective_weights;
  std::optional<ScoreUnits> before_caps;
  const Cap* cap = nullptr;  // the lowest that holds and lowers the score
  Micro coverage = 0;        // share of the weight that has data
  bool covered = true;       // coverage is at least min_coverage
  std::optional<ScoreUnits> score;
};
Score explain(const Rubric& rubric, MetricValues values, std::optional<Day> as_of);

// What rows that are about a cap, and about no metric, have for a key.
inline constexpr std::string_view cap_key = "(cap)";

// The rule that gave a metric its points, in words: "0.4 <= value < 0.6".
std::string rule_text(const Rubric& rubric, MetricValues values, const Score& score, std::size_t index);

}  // namespace c360::scorecard
