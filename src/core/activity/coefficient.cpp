// Checks of the activity coefficient's parameters.
// Must not know: rows, states in memory, sessions.
#include "core/activity/coefficient.hpp"

#include "core/base/state.hpp"

namespace c360::activity {

// A prime below 2^16: the tag is a number below it plus one, because 0 stands for "nothing seen".
static constexpr std::int64_t tag_modulus = 65521;

static std::uint64_t tag_of(const CoefficientParameters& parameters) {
  // Distinct for every pair of grain and periods; the factor keeps a small change of as_of from meeting a small one
  // here.
  const std::int64_t code =
      std::int64_t{parameters.grain.code()} * CoefficientWindow::most_periods + parameters.periods;
  const std::int64_t mixed = parameters.as_of.value + code * 40503;
  return static_cast<std::uint64_t>(mixed - floor_div(mixed, tag_modulus) * tag_modulus) + 1;
}
static_assert(std::int64_t{Grain::codes} * CoefficientWindow::most_periods < tag_modulus);

CoefficientWindow::CoefficientWindow(const CoefficientParameters& parameters)
    : parameters_(parameters),
      periods_(parameters.grain, parameters.as_of),
      current_(periods_.index(parameters.as_of)) {
  if (parameters.periods < 1 || parameters.periods > most_periods)
    throw Error(ErrorKind::invalid_parameter, "number of periods out of range",
                concat("The number of periods given is ", parameters.periods, "."),
                concat("Use 1 to ", most_periods, " periods; for a longer window choose a coarser grain."));
  tag_ = tag_of(parameters);
  switch (parameters.grain.unit) {
    case Grain::Unit::day:
      period_days_ = 1;
      break;
    case Grain::Unit::week:
      period_days_ = 7;
      break;
    case Grain::Unit::block:
      period_days_ = parameters.grain.days;
      break;
    default:
      return;
  }
  last_day_ = static_cast<std::int32_t>(periods_.last(current_));
  span_ = std::uint64_t{period_days_} * static_cast<std::uint64_t>(parameters.periods);
  reciprocal_ = (std::uint64_t{1} << 32) / period_days_ + 1;
  if (period_days_ > longest_period) return;
  part_days_ = span_ <= 64 ? span_ : longest_period / period_days_ * std::uint64_t{period_days_};
  for (std::uint64_t last = period_days_ - 1; last < part_days_; last += period_days_)
    last_days_ |= std::uint64_t{1} << last;
  other_days_ = (~std::uint64_t{0} >> (64 - part_days_)) & ~last_days_;
  const std::int64_t first_day = last_day_ + 1 - static_cast<std::int64_t>(span_);
  first_word_ = static_cast<std::int32_t>(floor_div(first_day, 64));
  word_count_ = static_cast<std::uint32_t>(floor_div(parameters.as_of.value, 64) - first_word_ + 1);
  first_bit_ = static_cast<std::uint64_t>(first_day - std::int64_t{first_word_} * 64);
}

void Coefficient::parameters_differ() { throw_parameter_differs("as_of, periods and grain"); }

}  // namespace c360::activity
