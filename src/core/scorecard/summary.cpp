// Picks from the rows of a breakdown.
// Must not know: SQL.
#include "core/scorecard/summary.hpp"

#include "core/base/error.hpp"
#include "core/base/exact.hpp"
#include "core/scorecard/wording.hpp"

namespace c360::scorecard {

namespace {

struct GroupSums {
  std::string name;
  __int128 contribution = 0, weight = 0;
};

GroupSums& group_named(const std::string& name, std::vector<GroupSums>& groups) {
  for (GroupSums& group : groups)
    if (group.name == name) return group;
  groups.push_back({name});
  return groups.back();
}

// "sentiment: 2.5 of 5 points, yellow"; a cap has a reason of its own.
std::string reason_of(const BreakdownRow& row) {
  if (!row.max_points) return row.rule;
  return concat(row.label, ": ", plain_text(Millionths::from_units(row.points.value_or(0))), " of ",
                plain_text(Millionths::from_units(*row.max_points)), " points, ",
                row.value ? shown_value(*row.value) : std::string("not known"));
}

std::string decimal_text(ScoreUnits units) {
  constexpr ScoreUnits one = 1'000'000'000'000;
  std::string fraction = std::to_string(units % one);
  return concat(std::to_string(units / one), ".",
                std::string(static_cast<std::size_t>(score_decimals) - fraction.size(), '0'), fraction);
}

}  // namespace

Summary summarize(const Rubric& rubric, MetricValues values, std::optional<Day> as_of) {
  Breakdown rows(rubric, values, as_of);
  Summary summary;
  summary.score = rows.score();
  if (summary.score && rubric.bands)
    if (const auto decimal = Decimal::parse(decimal_text(*summary.score)))
      if (const Band* band = rubric.bands->find(*decimal)) summary.band = band->label;
  std::vector<GroupSums> groups;
  while (const auto row = rows.next()) {
    if (row->group) {
      GroupSums& group = group_named(*row->group, groups);
      group.contribution += row->contribution.value_or(0);
      group.weight += row->effective_weight.value_or(0);
    }
    if (!summary.score) continue;
    const ScoreUnits lost = row->lost ? *row->lost : -row->contribution.value_or(0);
    if (lost > (summary.loss ? summary.loss->lost : 0)) summary.loss = {row->key, reason_of(*row), lost};
    if (row->next && row->next->gain > (summary.step ? summary.step->gain : 0))
      summary.step = {row->key, row->next->threshold, row->next->gain};
  }
  constexpr __int128 whole = 100'000'000'000'000;
  for (GroupSums& group : groups) {
    std::optional<ScoreUnits> score;
    if (group.weight > 0)
      score = static_cast<ScoreUnits>((group.contribution * whole + group.weight / 2) / group.weight);
    summary.groups.push_back({std::move(group.name), score});
  }
  return summary;
}

}  // namespace c360::scorecard
