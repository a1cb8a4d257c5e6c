// Values of the stored types, as they are stored: no spare room, and at odd addresses, as they may stand there.
// Must not know: GoogleTest, libFuzzer, how a value is stored.
#pragma once

#include <set>

#include "core/activity/history_text.hpp"
#include "core/base/steps.hpp"
#include "core/identity/graph_text.hpp"
#include "core/journey/survival_text.hpp"
#include "core/revenue/history_text.hpp"
#include "core/revenue/timeline.hpp"
#include "states/values.hpp"

namespace c360::testing {

inline Money money(std::string_view text) {
  const auto parsed = parse_exact<Money>(text);
  if (!parsed) throw std::invalid_argument(std::string(text));
  return *parsed;
}

using DaySet = std::set<std::int64_t>;

class History {
 public:
  History() : History(DaySet{}) {}
  explicit History(const DaySet& days) {
    ContextMemory memory;
    StateBuffer buffer(memory);
    std::vector<activity::DayRun> runs;
    for (const std::int64_t each : days) runs.push_back({each, each + 1});
    activity::add_runs(std::move(runs), buffer);
    keep(buffer);
  }
  explicit History(std::string_view text) {
    ContextMemory memory;
    StateBuffer buffer(memory);
    activity::from_text(text, buffer);
    keep(buffer);
  }
  explicit History(const StateBuffer& buffer) { keep(buffer); }

  activity::HistoryView view() const { return activity::HistoryView(value_.bytes()); }
  Bytes bytes() const { return copy_of(value_.bytes()); }

 private:
  void keep(const StateBuffer& buffer) {
    const ConstBytes value = activity::HistoryView(buffer.bytes()).value_bytes();
    activity::HistoryView::validate(value);
    value_ = OddCopy(value);
  }

  OddCopy value_;
};

class MrrHistory {
 public:
  explicit MrrHistory(std::string_view text) {
    ContextMemory memory;
    StateBuffer buffer(memory);
    revenue::from_text(text, buffer);
    keep(buffer);
  }
  explicit MrrHistory(const std::vector<revenue::MrrStep>& steps) {
    ContextMemory memory;
    StateBuffer buffer(memory);
    revenue::MrrHistoryBuilder builder(buffer);
    for (const revenue::MrrStep& step : steps) builder.step(step.day, step.mrr);
    keep(buffer);
  }
  explicit MrrHistory(const StateBuffer& buffer) { keep(buffer); }

  revenue::MrrHistoryView view() const { return revenue::MrrHistoryView(value_.bytes()); }
  Bytes bytes() const { return copy_of(value_.bytes()); }

 private:
  void keep(const StateBuffer& buffer) {
    const ConstBytes value = revenue::MrrHistoryView(buffer.bytes()).value_bytes();
    revenue::MrrHistoryView::validate(value);
    value_ = OddCopy(value);
  }

  OddCopy value_;
};

class Curve {
 public:
  explicit Curve(std::string_view text) {
    ContextMemory memory;
    StateBuffer buffer(memory);
    journey::from_text(text, buffer);
    own_ = OddCopy(journey::SurvivalCurveView(buffer.bytes()).value_bytes());
  }
  explicit Curve(ConstBytes bytes) : own_(journey::SurvivalCurveView(bytes).value_bytes()) {}

  journey::SurvivalCurveView view() const { return journey::SurvivalCurveView(own_.bytes()); }
  ConstBytes bytes() const { return own_.bytes(); }

 private:
  OddCopy own_;
};

class Graph {
 public:
  explicit Graph(std::string_view text) {
    ContextMemory memory;
    identity::GraphTextReader reader(text, memory, {});
    finish(reader);
    reader.builder().flush();
    keep(reader.builder());
  }
  explicit Graph(const identity::GraphBuilder& builder) { keep(builder); }

  identity::GraphView view() const { return identity::GraphView(value_.bytes()); }
  ConstBytes bytes() const { return value_.bytes(); }
  std::string text() const { return identity::to_text(view()); }

 private:
  void keep(const identity::GraphBuilder& builder) {
    ContextMemory memory;
    identity::GraphWriter writer(builder, memory);
    finish(writer);
    const ConstBytes value = writer.buffer().bytes().first(writer.size());
    identity::GraphView::validate(value);
    value_ = OddCopy(value);
  }

  OddCopy value_;
};

inline std::string text_of(const activity::HistoryView& history) { return activity::to_text(history); }
inline std::string text_of(const revenue::MrrHistoryView& history) { return revenue::to_text(history); }
inline std::string text_of(ConstBytes curve) { return journey::to_text(journey::SurvivalCurveView(curve)); }

inline revenue::Subscription subscription(std::string_view from, std::string_view to, std::string_view mrr) {
  return {day(from), to.empty() ? std::nullopt : std::optional(day(to)), money(mrr)};
}

}  // namespace c360::testing
