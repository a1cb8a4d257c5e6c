// The list of what is stored: every state of a flat aggregate and every stored type, once. Whatever must know all of
// them walks it: the reader of foreign bytes, hostile tests, golden bytes, the fuzzer, and the test of the table in
// docs/internals.md. A new one is a line here, its example in test/states, and its row in that table.
// Must not know: what they are for.
#pragma once

#include <array>

#include "core/activity/active_users.hpp"
#include "core/activity/history.hpp"
#include "core/activity/history_agg.hpp"
#include "core/activity/retention.hpp"
#include "core/activity/sessions.hpp"
#include "core/activity/stickiness.hpp"
#include "core/activity/usage_drop.hpp"
#include "core/activity/window_funnel.hpp"
#include "core/feedback/survey.hpp"
#include "core/identity/graph.hpp"
#include "core/journey/stages.hpp"
#include "core/journey/survival.hpp"
#include "core/revenue/bridge.hpp"
#include "core/revenue/history.hpp"
#include "core/revenue/retention.hpp"
#include "core/revenue/timeline.hpp"
#include "core/scorecard/band_changes.hpp"
#include "core/stats/predictiveness.hpp"
#include "core/stats/sparkline.hpp"
#include "core/stats/trend.hpp"
#include "core/support/max_burst.hpp"

namespace c360 {

template <class... Types>
struct TypeList {
  // action.operator()<Type>(), for one after the other.
  template <class Action>
  static constexpr void for_each(Action action) {
    (action.template operator()<Types>(), ...);
  }
};

// Values of SQL types of their own. Each has type, name and validate(ConstBytes).
using StoredTypes =
    TypeList<activity::HistoryView, revenue::MrrHistoryView, journey::SurvivalCurveView, identity::GraphView>;

// What travels as the SQL type aggregate_state. Each has these, too, and what pg/boundary/aggregate.hpp asks of a
// State.
using AggregateStates =
    TypeList<activity::Stickiness, activity::Retention, activity::ActiveUsers, activity::UsageDrop, stats::Sparkline,
             revenue::Timeline, revenue::Bridge, revenue::RevenueRetention, scorecard::BandChanges,
             journey::StageDurations, feedback::SurveyAnswers, stats::Trend, support::MaxBurst, stats::Predictiveness,
             activity::Sessions, activity::WindowFunnel, activity::HistoryAgg, journey::SurvivalAgg>;

// Each number from 1 on stands for one class: a number that two share would be read as the wrong one of them.
template <class... A, class... B>
constexpr bool are_numbered_from_one(TypeList<A...>, TypeList<B...>) {
  constexpr std::size_t count = sizeof...(A) + sizeof...(B);
  std::array<bool, count + 1> seen{};
  for (const StateType type : {A::type..., B::type...}) {
    const auto number = static_cast<std::size_t>(type);
    if (number == 0 || number > count || seen[number]) return false;
    seen[number] = true;
  }
  return true;
}
static_assert(are_numbered_from_one(StoredTypes(), AggregateStates()), "a new state takes the next free number");

}  // namespace c360
