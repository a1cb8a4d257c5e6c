// Aggregate states that are let in from outside stand everything that an aggregate does with a state.
// Longest input: 1600
#include "core/aggregate_state.hpp"

#include <cmath>

#include "core/activity/active_users.hpp"
#include "core/activity/history_text.hpp"
#include "core/activity/retention.hpp"
#include "core/activity/stickiness.hpp"
#include "core/activity/usage_drop.hpp"
#include "core/feedback/survey.hpp"
#include "core/journey/stages.hpp"
#include "core/revenue/bridge.hpp"
#include "core/revenue/history_text.hpp"
#include "core/revenue/retention.hpp"
#include "core/revenue/timeline.hpp"
#include "core/scorecard/band_changes.hpp"
#include "core/support/max_burst.hpp"
#include "core/stats/predictiveness.hpp"
#include "core/stats/sparkline.hpp"
#include "core/stats/trend.hpp"
#include "fuzzing.hpp"

using namespace c360;
using namespace c360::activity;
using namespace c360::fuzzing;

namespace {

// A step may fail, for example because two rows belong to different cohorts; the state stays usable.
template <class Action>
void step(Action action) {
  succeeds({ErrorKind::invalid_parameter, ErrorKind::out_of_range}, action);
}

// What is made of a state keeps its own promises.
void check(const auto&) {}
void check(const StateBuffer& history) {
  revenue::MrrHistoryView::validate(revenue::MrrHistoryView(history.bytes()).value_bytes());
}
void check(const journey::StageDurations::Result& stages) {
  std::size_t current = 0;
  for (const auto& stage : stages) {
    REQUIRE(stage.total >= 0 && stage.visits >= 1);
    current += stage.is_current;
  }
  REQUIRE(current == (stages.empty() ? 0 : 1));
}
void check(const feedback::SurveyScores::Result& scores) {
  const std::int64_t answers = scores.count();
  REQUIRE(answers >= 0 && scores.sum() >= answers * scores.scale.lowest &&
          scores.sum() <= answers * scores.scale.highest);
}
void check(const stats::Trend::Result& line) {
  REQUIRE(!line || (std::isfinite(line->slope_per_30_days) && std::abs(line->r.value_or(0)) <= 1 + 1e-12));
}
void check(const stats::Predictiveness::Result& findings) {
  if (!findings) return;
  REQUIRE(findings->churned > 0 && findings->churned < findings->customers);
  REQUIRE(findings->auc.numerator >= 0 && findings->auc.numerator <= findings->auc.denominator);
  REQUIRE(findings->information_value >= 0 && std::isfinite(findings->information_value));
  REQUIRE(!findings->r || std::abs(*findings->r) <= 1);
  REQUIRE(findings->direction.has_value() == (2 * findings->auc.numerator != findings->auc.denominator));
  REQUIRE(!findings->lift ||
          (findings->lift->numerator >= 0 && findings->lift->numerator <= 10 * findings->lift->denominator));
}
void check(const scorecard::BandChanges::Result& changes) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    REQUIRE((changes[i].direction == scorecard::BandChanges::Direction::first) == (i == 0));
    REQUIRE(i == 0 || (changes[i].previous == changes[i - 1].band && changes[i].band != changes[i].previous &&
                       changes[i].day > changes[i - 1].day));
  }
}
void check(const revenue::Bridge::Result& rows) {
  Money mrr;
  for (const revenue::BridgeRow& row : rows) {
    REQUIRE(row.starting == mrr);
    mrr = row.ending;
  }
}

template <class State>
void use(ConstBytes bytes, const std::vector<typename State::Row>& rows) {
  OddCopy own(bytes);
  const OddCopy other(bytes);
  BoundedMemory memory(1 << 18);
  StateBuffer buffer(memory, own.data(), own.size());
  const auto result = [&] { step([&] { check(State::result(buffer.bytes(), memory)); }); };
  const auto merge = [&](ConstBytes part) { step([&] { State(buffer).merge(part); }); };

  step([&] { State(buffer).check(typename State::Parameters{}); });
  result();
  // Into an empty state of its own kind, which knows other parameters.
  StateBuffer empty(memory);
  step([&] { State::create(empty, {}); });
  if (empty.size() != 0) step([&] { State(empty).merge(other.bytes()); });

  merge(other.bytes());
  result();
  for (const auto& row : rows) step([&] { State(buffer).add(row); });
  result();
  merge(buffer.bytes());
  merge(other.bytes());
  result();
}

// A state of rows of one kind answers one of two questions: what was paid when, and what changed in each period.
template <class Row>
void use_timeline(ConstBytes bytes, const std::vector<Row>& rows) {
  if (revenue::Timeline::read(bytes).grain == revenue::Timeline::no_grain)
    use<revenue::HistoryOfRows<Row>>(bytes, rows);
  else
    use<revenue::MovementsOfRows<Row>>(bytes, rows);
}

OddCopy mrr_history(std::string_view text) {
  BoundedMemory memory;
  StateBuffer buffer(memory);
  revenue::from_text(text, buffer);
  return OddCopy(revenue::MrrHistoryView(buffer.bytes()).value_bytes());
}

OddCopy history(std::string_view text) {
  BoundedMemory memory;
  StateBuffer buffer(memory);
  from_text(text, buffer);
  return OddCopy(HistoryView(buffer.bytes()).value_bytes());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const Day some = input.take_day();
  const auto value = static_cast<double>(input.take<std::int32_t>());
  const OddCopy state(input.bytes());
  if (!succeeds({ErrorKind::invalid_binary}, [&] { validate_aggregate_state(state.bytes()); })) return 0;

  static const OddCopy none = history("{}"), scattered = history(
                                                 "{[\"4714-11-24 BC\",\"4714-11-25 BC\"),[2025-01-01,2026-07-01),"
                                                 "[9999-12-31,10000-01-02),[5874897-12-31,5874897-12-31]}");
  static const OddCopy no_mrr = mrr_history("{}"),
                       mrr = mrr_history(
                           "{[\"4714-11-24 BC\",\"4714-11-25 BC\")=1,[2025-01-01,2025-07-01)=100,[2025-07-01,)=20.5}"),
                       recent_mrr = mrr_history(
                           "{[2026-01-01,2026-02-01)=39614081257132168796771.975167,[2026-03-01,)=0.000001}");
  const revenue::MrrHistoryView mrr_views[] = {revenue::MrrHistoryView(mrr.bytes()),
                                               revenue::MrrHistoryView(no_mrr.bytes()),
                                               revenue::MrrHistoryView(recent_mrr.bytes())};
  const Money amount = Money::from_units(static_cast<Money::Units>(value));
  const Millionths number = Millionths::from_units(amount.units());
  const HistoryView views[] = {HistoryView(scattered.bytes()), HistoryView(none.bytes())};
  const ConstBytes bytes = state.bytes();
  switch (load<StateHeader>(bytes.data()).type) {
    case StateType::activity_history:
    case StateType::mrr_history:
    case StateType::survival_curve:
      REQUIRE(false);  // a history or a curve is a type of its own
      break;
    case StateType::stickiness:
      use<Stickiness>(bytes, {{views[0]}, {views[1]}});
      break;
    case StateType::retention:
      use<Retention>(bytes, {{views[0], {}}, {views[1], {}}, {views[0], some}, {views[1], some}});
      break;
    case StateType::active_users: {
      const std::vector<ActiveUsers::Row> rows(17, {views[0]});
      use<ActiveUsers>(bytes, rows);
      break;
    }
    case StateType::usage_drop:
      use<UsageDrop>(bytes, {{some, number}, {first_day, {}}, {last_day, {}}});
      break;
    case StateType::sparkline:
      use<stats::Sparkline>(bytes, {{some, value}, {first_day, -value}});
      break;
    case StateType::predictiveness:
      use<stats::Predictiveness>(bytes, {{value, true}, {-value, false}, {0, true}, {value / 7, true}});
      break;
    case StateType::mrr_timeline:
      if (revenue::Timeline::read(bytes).content == revenue::Timeline::Content::snapshots) {
        use_timeline<revenue::Snapshot>(
            bytes, {{some, amount}, {first_day, amount}, {last_day, Money() - amount}, {some, {}}});
      } else {
        use_timeline<revenue::Subscription>(
            bytes, {{some, {}, amount}, {first_day, some, amount}, {some, last_day, Money() - amount}});
        use_timeline<revenue::MrrHistoryView>(bytes, {mrr_views[0], mrr_views[1], mrr_views[2]});
      }
      break;
    case StateType::mrr_bridge:
      use<revenue::Bridge>(bytes, {mrr_views[2], mrr_views[1], mrr_views[0]});
      break;
    case StateType::band_changes:
      use<scorecard::BandChanges>(bytes, {});  // rows need the bands of a query
      break;
    case StateType::stage_durations:
      use<journey::StageDurations>(bytes, {{"value", {static_cast<std::int64_t>(value)}},
                                           {"", journey::first_instant},
                                           {"value", journey::last_instant}});
      break;
    case StateType::survey_scores:
      use<feedback::SurveyScores>(
          bytes,
          {{Millionths::from_units(3 * Millionths::scale)}, {number}, {Millionths::from_units(Millionths::scale)}});
      break;
    case StateType::trend:
      use<stats::Trend>(bytes, {{number, some}, {Millionths() - number, first_day}, {number, last_day}});
      break;
    case StateType::max_burst:
      use<support::MaxBurst>(bytes, {{some.value}, {support::first_instant}, {support::last_instant}});
      break;
    case StateType::revenue_retention:
      use<revenue::RevenueRetention>(bytes, {{amount, Money() - amount}, {amount, amount}, {amount, {}}, {{}, amount}});
      break;
  }
  return 0;
}
