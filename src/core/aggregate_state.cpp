// The list of state classes: a new one adds a line.
// Must not know: what the states are for.
#include "core/aggregate_state.hpp"

#include "core/activity/active_users.hpp"
#include "core/activity/retention.hpp"
#include "core/activity/stickiness.hpp"
#include "core/activity/usage_drop.hpp"
#include "core/feedback/survey.hpp"
#include "core/journey/stages.hpp"
#include "core/revenue/bridge.hpp"
#include "core/revenue/retention.hpp"
#include "core/revenue/timeline.hpp"
#include "core/scorecard/band_changes.hpp"
#include "core/support/max_burst.hpp"
#include "core/stats/predictiveness.hpp"
#include "core/stats/sparkline.hpp"
#include "core/stats/trend.hpp"

namespace c360 {

template <class... States>
static bool validated_by(StateType type, ConstBytes bytes) {
  return ((type == States::type && (States::validate(bytes), true)) || ...);
}

void validate_aggregate_state(ConstBytes bytes) {
  if (bytes.size() < sizeof(StateHeader)) corrupt("aggregate_state", concat("It has only ", bytes.size(), " bytes."));
  const auto header = load<StateHeader>(bytes.data());
  bool known;
  try {
    known = validated_by<activity::Stickiness, activity::Retention, activity::ActiveUsers, activity::UsageDrop,
                         revenue::Timeline, revenue::Bridge, revenue::RevenueRetention, scorecard::BandChanges,
                         journey::StageDurations, feedback::SurveyScores, stats::Sparkline, stats::Trend,
                         support::MaxBurst, stats::Predictiveness>(header.type, bytes);
  } catch (const Error& error) {
    // The limits of parameters hold inside of a state, too, but nobody passed these.
    if (error.kind() != ErrorKind::invalid_parameter) throw;
    corrupt("aggregate_state", error.detail());
  }
  if (!known) corrupt("aggregate_state", "Its header names no known kind of state.");
}

}  // namespace c360
