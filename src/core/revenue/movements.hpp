// MRR movements (METRICS B2): how a customer's MRR changed from the end of one period to the end of the next.
// Must not know: where steps come from, and what becomes of the movements.
#pragma once

#include <array>

#include "core/base/grain.hpp"
#include "core/revenue/history.hpp"
#include "core/revenue/options.hpp"

namespace c360::revenue {

// In the order of the SQL enum mrr_movement.
enum class MovementKind : std::uint8_t { new_business, expansion, contraction, churn, reactivation };
inline constexpr std::size_t movement_kinds = 5;
constexpr const char* name_of(MovementKind kind) {
  constexpr std::array<const char*, movement_kinds> names = {"new", "expansion", "contraction", "churn",
                                                             "reactivation"};
  return names[static_cast<std::size_t>(kind)];
}

struct Movement {
  std::int64_t period = 0;  // its index
  MovementKind kind{};
  Money amount;  // signed: below zero for contraction and churn
  Money mrr;     // after it
};

// The grain and the last visible day of a question. Nothing after `as_of` exists.
struct MovementWindow {
  Grain grain;
  Day as_of;
  friend bool operator==(const MovementWindow&, const MovementWindow&) = default;
};

// What an aggregate of movements is asked: plain data, which travels with its state.
struct MovementQuestion {
  MovementWindow window{};
  StepOptions options{};

  MovementQuestion() = default;
  MovementQuestion(const MovementWindow& asked, const StepOptions& with = {}) : window(asked), options(with) {}

  void check(const MovementQuestion& other) const {
    if (other.window != window) throw_parameter_differs("grain and as_of");
    if (other.options != options) throw_parameter_differs("options");
  }
};

// Takes a customer's steps, ascending by day and each day once, and tells what happened in each period:
//   visit.movement(const Movement&), at most one a period
//   visit.transient(period), where the customer joined and left within it
// PeriodIndex: index(Day), as Periods has it.
template <class PeriodIndex, class Visit>
class MovementWalker {
 public:
  MovementWalker(PeriodIndex& periods, Day as_of, Visit& visit) : periods_(periods), as_of_(as_of), visit_(visit) {}

  void step(Day day, Money mrr) {
    if (day > as_of_) return;
    if (mrr < Money()) [[unlikely]]
      throw NegativeTotal(day, mrr);
    const std::int64_t period = periods_.index(day);
    if (period != period_) {
      close();
      period_ = period;
    }
    mrr_ = mrr;
    active_within_ = active_within_ || mrr > Money();
  }

  // After the last step; the walker is then ready for another customer.
  void finish() {
    close();
    mrr_ = before_ = Money();
    ever_active_ = false;
    period_ = no_period;
  }

 private:
  static constexpr std::int64_t no_period = INT64_MIN;

  void close() {
    if (mrr_ != before_) {
      MovementKind kind;
      if (before_ == Money())
        kind = ever_active_ ? MovementKind::reactivation : MovementKind::new_business;
      else if (mrr_ == Money())
        kind = MovementKind::churn;
      else
        kind = mrr_ > before_ ? MovementKind::expansion : MovementKind::contraction;
      visit_.movement(Movement{period_, kind, mrr_ - before_, mrr_});
    } else if (mrr_ == Money() && active_within_) {
      visit_.transient(period_);
    }
    ever_active_ = ever_active_ || active_within_;
    active_within_ = false;
    before_ = mrr_;
  }

  PeriodIndex& periods_;
  Day as_of_;
  Visit& visit_;
  std::int64_t period_ = no_period;
  Money before_;  // at the end of the period before
  Money mrr_;
  bool ever_active_ = false;  // on any day before the period
  bool active_within_ = false;
};

// Between a customer's steps and who takes them: totals below zero as 0, and gaps too short to be churn left out. A gap
// that goes on through `as_of` is as long as it is by then. Without `as_of` there are no gaps to judge.
template <class Steps, class Amount = Money>
class OptionalSteps {
 public:
  OptionalSteps(const StepOptions& options, Day as_of, Steps& steps)
      : options_(options), as_of_(as_of), steps_(steps) {}

  void step(Day day, Amount mrr) {
    // Of several amounts each may be below zero by itself: who takes them sees to that.
    if constexpr (requires { mrr < Amount(); })
      if (options_.negative_is_zero && mrr < Amount()) mrr = Amount();
    if (options_.grace_days == 0) return steps_.step(day, mrr);
    if (day > as_of_) return;
    if (mrr == Amount()) {
      if (is_active_ && !in_gap_) gap_ = day;
      in_gap_ = is_active_;
      return;
    }
    if (in_gap_) end_gap(day.value);
    is_active_ = true;
    steps_.step(day, mrr);
  }
  // After the last step of a customer, and before that of who takes them.
  void finish() {
    if (in_gap_) end_gap(std::int64_t{as_of_.value} + 1);
    is_active_ = false;
  }

 private:
  void end_gap(std::int64_t day) {
    if (day - gap_.value > options_.grace_days) steps_.step(gap_, Amount());
    in_gap_ = false;
  }

  StepOptions options_;
  Day as_of_;
  Steps& steps_;
  Day gap_;  // its first day
  bool in_gap_ = false, is_active_ = false;
};

template <class PeriodIndex, class Visit>
void walk_movements(const MrrHistoryView& history, PeriodIndex& periods, const MovementQuestion& question,
                    Visit& visit) {
  MovementWalker<PeriodIndex, Visit> walker(periods, question.window.as_of, visit);
  OptionalSteps steps(question.options, question.window.as_of, walker);
  for (std::size_t i = 0; i < history.count(); ++i) {
    const MrrStep step = history.step(i);
    if (step.day > question.window.as_of) break;
    steps.step(step.day, step.mrr);
  }
  steps.finish();
  walker.finish();
}

// Turns changes of MRR (a subscription begins, another ends) into steps; changes of one day are netted by the caller.
template <class Steps>
class ChangeReader {
 public:
  explicit ChangeReader(Steps& steps) : steps_(steps) {}
  void change(Day day, Money amount) {
    mrr_ += amount;
    steps_.step(day, mrr_);
  }

 private:
  Steps& steps_;
  Money mrr_;
};

// Turns snapshots into steps: from its first day on, a period has the MRR of its last snapshot. A period without one
// may only be unfinished, as the running one always is, so that the MRR before it holds until its last day; that day
// makes the loss certain. Calendar: index(Day), first(index), last(index) → Day.
template <class Calendar, class Steps, class Amount = Money>
class SnapshotReader {
 public:
  SnapshotReader(Calendar& calendar, Steps& steps) : calendar_(calendar), steps_(steps) {}

  // Ascending by day, each day once.
  void snapshot(Day day, const Amount& mrr) {
    const std::int64_t period = calendar_.index(day);
    if (has_last_ && period != last_period_) take();
    last_period_ = period;
    last_ = mrr;
    has_last_ = true;
  }
  void finish() {
    if (has_last_) take();
    if (mrr_ != Amount()) end();
  }

 private:
  void take() {
    if (mrr_ != Amount() && last_period_ > period_ + 1) end();
    if (last_ != mrr_) steps_.step(calendar_.first(last_period_), last_);
    mrr_ = last_;
    period_ = last_period_;
    has_last_ = false;
  }
  // In the calendar's last period there is none after it to be missing.
  void end() {
    if (const auto day = calendar_.last(period_ + 1)) steps_.step(*day, Amount());
    mrr_ = Amount();
  }

  Calendar& calendar_;
  Steps& steps_;
  std::int64_t period_ = 0, last_period_ = 0;
  Amount mrr_{}, last_{};  // at the end of period_, in the latest snapshot
  bool has_last_ = false;
};

// The periods that snapshots are of.
class SnapshotPeriods {
 public:
  explicit SnapshotPeriods(Grain grain) : periods_(grain, Day{}) {}
  std::int64_t index(Day day) const { return periods_.index(day); }
  // The first day behind the period of a day.
  std::int64_t end_of(Day day) const { return periods_.start(periods_.index(day) + 1); }
  Day first(std::int64_t period) const { return checked(periods_.start(period)).value_or(first_day); }
  std::optional<Day> last(std::int64_t period) const { return checked(periods_.last(period)); }

 private:
  static std::optional<Day> checked(std::int64_t day) {
    if (!is_calendar_day(day)) return {};
    return Day{static_cast<std::int32_t>(day)};
  }
  Periods periods_;
};

}  // namespace c360::revenue
