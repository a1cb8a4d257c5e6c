// Onboarding status (METRICS D1): how far a customer is on the way from signature to go-live.
// Must not know: what else delays an onboarding; milestones and trainings are the views' matter.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/base/day.hpp"

namespace c360::journey {

enum class OnboardingStatus { live, live_late, onboarding, watch, overdue, invalid };
constexpr std::string_view name_of(OnboardingStatus status) {
  constexpr std::array<std::string_view, 6> names = {"live", "live_late", "onboarding", "watch", "overdue", "invalid"};
  return names[static_cast<std::size_t>(status)];
}

// Age is counted from the signature: from watch_days on it is to be watched, beyond limit_days it is late.
struct OnboardingLimits {
  std::int32_t watch_days = 45;
  std::int32_t limit_days = 90;
  // Throws invalid_parameter unless 0 <= watch_days <= limit_days.
  void check() const;
};

// As of a day, inclusive: a later go-live has not happened yet. Nothing before the signature; invalid for a go-live
// that precedes it.
std::optional<OnboardingStatus> onboarding_status(Day signed_on, std::optional<Day> live_on, Day as_of,
                                                  const OnboardingLimits& limits);

}  // namespace c360::journey
