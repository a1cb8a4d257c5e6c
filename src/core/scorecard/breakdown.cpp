// Rows, their labels and their sentences.
// Must not know: SQL.
#include "core/scorecard/breakdown.hpp"

#include "core/base/exact.hpp"

namespace c360::scorecard {

std::optional<BreakdownRow> Breakdown::next() {
  const std::size_t row = at_++, metrics = rubric_.metrics.size(), cap = metrics,
                    coverage = cap + (score_.cap != nullptr);
  if (row < metrics) return metric_row(row);
  if (row == cap && score_.cap != nullptr) return cap_row();
  if (row == coverage && !score_.covered) return coverage_row();
  return {};
}

BreakdownRow Breakdown::metric_row(std::size_t index) {
  const Metric& metric = rubric_.metrics[index];
  const MetricScore& scored = score_.metrics[index];
  const MetricValue& value = values_[metric.input];
  BreakdownRow row;
  row.key = metric.key;
  row.label = metric.label;
  if (!metric.group.empty()) row.group = metric.group;
  if (value.kind != MetricValue::Kind::missing) row.value = std::string(value.text);
  row.status = name_of(scored.status);
  row.rule = rule_text(rubric_, values_, score_, index);
  if (scored.counts()) row.points = scored.points;
  row.max_points = rubric_.max_points;
  row.weight = scored.weight;
  if (!score_.contributions.empty()) {
    row.effective_weight = score_.effective_weights[index];
    row.contribution = score_.contributions[index];
    row.lost = score_.full_contributions[index] - *row.contribution;
  }
  row.next = gains_.of(index);
  return row;
}

BreakdownRow Breakdown::cap_row() const {
  BreakdownRow row;
  row.key = cap_key;
  row.label = "Cap";
  row.value = std::string(values_[score_.cap->input].text);
  row.status = "capped";
  row.rule = score_.cap->reason;
  row.contribution = *score_.score - *score_.before_caps;
  return row;
}

BreakdownRow Breakdown::coverage_row() const {
  BreakdownRow row;
  row.key = "(coverage)";
  row.label = "Coverage";
  row.value = plain_text(Millionths::from_units(score_.coverage));
  row.status = "not_covered";
  row.rule = "less of the weight has data than min_coverage requires: no score";
  return row;
}

}  // namespace c360::scorecard
