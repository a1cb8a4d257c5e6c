// MRR movements (METRICS B2): how a customer's MRR changed from the end of one period to the end of the next.
// Must not know: where steps come from, and what becomes of the movements.
#pragma once

#include <array>

#include "core/revenue/history.hpp"
#include "core/base/grain.hpp"

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
      refuse_negative_total(day, mrr);
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

template <class PeriodIndex, class Visit>
void walk_movements(const MrrHistoryView& history, PeriodIndex& periods, Day as_of, Visit& visit) {
  MovementWalker<PeriodIndex, Visit> walker(periods, as_of, visit);
  for (std::size_t i = 0; i < history.count(); ++i) {
    const MrrStep step = history.step(i);
    if (step.day > as_of) break;
    walker.step(step.day, step.mrr);
  }
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

// Months are numbered as Periods numbers them.
inline const Periods months({Grain::Unit::month}, Day{});

// Turns month snapshots into steps: from its first day on, a month has the MRR of its rows. A month without a row may
// only be unfinished, as the running month always is, so that the MRR before it holds until its last day; that day
// makes the loss certain. Months: first(month), last(month) → Day.
template <class Months, class Steps>
class SnapshotReader {
 public:
  SnapshotReader(Months& days, Steps& steps) : days_(days), steps_(steps) {}

  void snapshot(std::int32_t month, Money mrr) {
    if (mrr_ != Money() && month > month_ + 1) end();
    if (mrr != mrr_) steps_.step(days_.first(month), mrr);
    mrr_ = mrr;
    month_ = month;
  }
  void finish() {
    if (mrr_ != Money()) end();
  }

 private:
  // In the calendar's last month there is no month after it to be missing.
  void end() {
    if (const auto day = days_.last(month_ + 1)) steps_.step(*day, Money());
    mrr_ = Money();
  }

  Months& days_;
  Steps& steps_;
  std::int32_t month_ = 0;
  Money mrr_;
};

struct MonthDays {
  static Day first(std::int32_t month) { return checked(months.start(month)).value_or(first_day); }
  static std::optional<Day> last(std::int32_t month) { return checked(months.last(month)); }

 private:
  static std::optional<Day> checked(std::int64_t day) {
    if (!is_calendar_day(day)) return {};
    return Day{static_cast<std::int32_t>(day)};
  }
};

}  // namespace c360::revenue
