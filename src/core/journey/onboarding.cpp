// The status of an onboarding by its age.
// Must not know: sessions, other days than the three.
#include "core/journey/onboarding.hpp"

#include "core/base/error.hpp"

namespace c360::journey {

void OnboardingLimits::check() const {
  if (watch_days < 0 || watch_days > limit_days)
    throw Error(ErrorKind::invalid_parameter, "invalid onboarding limits",
                concat("watch_days is ", watch_days, ", limit_days is ", limit_days, "."),
                "Use 0 <= watch_days <= limit_days, such as 45 and 90.");
}

std::optional<OnboardingStatus> onboarding_status(Day signed_on, std::optional<Day> live_on, Day as_of,
                                                  const OnboardingLimits& limits) {
  if (signed_on > as_of) return {};
  const auto age_on = [&](Day day) { return std::int64_t{day.value} - signed_on.value; };
  if (live_on && *live_on <= as_of) {
    if (*live_on < signed_on) return OnboardingStatus::invalid;
    return age_on(*live_on) > limits.limit_days ? OnboardingStatus::live_late : OnboardingStatus::live;
  }
  const std::int64_t age = age_on(as_of);
  if (age > limits.limit_days) return OnboardingStatus::overdue;
  return age >= limits.watch_days ? OnboardingStatus::watch : OnboardingStatus::onboarding;
}

}  // namespace c360::journey
