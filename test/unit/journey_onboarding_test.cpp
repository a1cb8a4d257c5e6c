// Onboarding status: by age from the signature, as of a day (METRICS D1).
#include "core/journey/onboarding.hpp"

#include "testing.hpp"

namespace c360::journey {
namespace {

using namespace testing;
using enum OnboardingStatus;

std::optional<OnboardingStatus> status(std::string_view live_on, std::string_view as_of, OnboardingLimits limits = {}) {
  return onboarding_status(day("2026-01-01"), live_on.empty() ? std::nullopt : std::optional(day(live_on)), day(as_of),
                           limits);
}

TEST(Onboarding, GetsOlderUntilItIsLive) {
  EXPECT_EQ(status("", "2026-01-01"), onboarding);
  EXPECT_EQ(status("", "2026-02-14"), onboarding);  // 44 days
  EXPECT_EQ(status("", "2026-02-15"), watch);       // 45
  EXPECT_EQ(status("", "2026-04-01"), watch);       // 90
  EXPECT_EQ(status("", "2026-04-02"), overdue);     // 91
}

TEST(Onboarding, IsLiveInTimeOrLate) {
  EXPECT_EQ(status("2026-01-01", "2026-01-01"), live);
  EXPECT_EQ(status("2026-04-01", "2027-01-01"), live);
  EXPECT_EQ(status("2026-04-02", "2027-01-01"), live_late);
}

TEST(Onboarding, WhatHappensLaterHasNotHappened) {
  EXPECT_EQ(status("2026-01-20", "2026-01-19"), onboarding);
  EXPECT_EQ(status("2026-04-10", "2026-04-09"), overdue);
  EXPECT_EQ(status("2026-01-20", "2025-12-31"), std::nullopt);  // not signed yet
  EXPECT_EQ(status("2025-12-20", "2025-12-31"), std::nullopt);
}

TEST(Onboarding, AGoLiveBeforeTheSignatureIsInvalid) {
  EXPECT_EQ(status("2025-12-31", "2026-01-01"), invalid);
  EXPECT_EQ(onboarding_status(first_day, {}, last_day, {}), overdue);
  EXPECT_EQ(onboarding_status(first_day, last_day, last_day, {}), live_late);
  EXPECT_EQ(onboarding_status(last_day, first_day, last_day, {}), invalid);
}

TEST(Onboarding, LimitsAreOrdered) {
  EXPECT_EQ(status("", "2026-01-11", {10, 10}), watch);
  EXPECT_EQ(status("", "2026-01-12", {10, 10}), overdue);
  EXPECT_EQ(status("", "2026-01-01", {0, 0}), watch);
  EXPECT_EQ(error_of([] { OnboardingLimits{0, 0}.check(); }), std::nullopt);
  EXPECT_EQ(error_of([] { OnboardingLimits{0, INT32_MAX}.check(); }), std::nullopt);
  EXPECT_EQ(error_of([] { OnboardingLimits{-1, 90}.check(); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([] { OnboardingLimits{91, 90}.check(); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([] { OnboardingLimits{INT32_MIN, INT32_MIN}.check(); }), ErrorKind::invalid_parameter);
}

}  // namespace
}  // namespace c360::journey
