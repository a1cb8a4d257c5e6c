// What enums are called in SQL: these words stand in users' queries and never change.
#include "core/activity/history.hpp"
#include "core/journey/onboarding.hpp"
#include "core/revenue/movements.hpp"
#include "core/scorecard/band_changes.hpp"
#include "core/scorecard/score.hpp"
#include "core/stats/predictiveness.hpp"
#include "core/stats/trend.hpp"
#include "testing.hpp"

namespace c360 {
namespace {

// The names of an enum's first values, in its order.
template <class Enum>
std::string names(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) append(text, concat(i ? " " : "", name_of(static_cast<Enum>(i))));
  return text;
}

TEST(Names, OfEnumsAreThoseThatUsersRead) {
  EXPECT_EQ(names<activity::Lifecycle>(5), " new returning resurrecting dormant");
  EXPECT_EQ(names<revenue::MovementKind>(5), "new expansion contraction churn reactivation");
  EXPECT_EQ(names<journey::OnboardingStatus>(6), "live live_late onboarding watch overdue invalid");
  EXPECT_EQ(names<stats::Direction>(3), "up down flat");
  EXPECT_EQ(names<stats::Predictiveness::Direction>(2), "higher lower");
  EXPECT_EQ(names<scorecard::Status>(6),
            "scored missing_zero missing_points missing_excluded gated_zero gated_excluded");
  EXPECT_EQ(names<scorecard::BandChanges::Direction>(3), " worsened improved");
  EXPECT_EQ(names<Fault::Severity>(2), "error warning");
}

}  // namespace
}  // namespace c360
