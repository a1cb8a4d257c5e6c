// Stored bytes, for ever: every type and version is written and read as in test/golden.
#include <filesystem>
#include <fstream>
#include <limits>

#include "aggregate.hpp"
#include "core/activity/active_users.hpp"
#include "core/activity/retention.hpp"
#include "core/activity/stickiness.hpp"
#include "core/activity/usage_drop.hpp"
#include "core/feedback/survey.hpp"
#include "core/journey/stages.hpp"
#include "core/revenue/retention.hpp"
#include "core/scorecard/band_changes.hpp"
#include "core/support/max_burst.hpp"
#include "core/stats/predictiveness.hpp"
#include "core/stats/sparkline.hpp"
#include "core/stats/trend.hpp"
#include "bridge_model.hpp"
#include "histories.hpp"
#include "survival_curves.hpp"

namespace c360 {
namespace {

using namespace testing;
using namespace activity;

std::string hexadecimal(ConstBytes bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto value = std::to_integer<unsigned>(bytes[i]);
    text += digits[value >> 4];
    text += digits[value & 15];
    if (i % 32 == 31 || i + 1 == bytes.size()) text += '\n';
  }
  return text;
}

Bytes golden(const std::string& name) {
  std::ifstream file(std::string(GOLDEN_DIRECTORY "/") + name + ".hex");
  Bytes bytes;
  for (std::string line; std::getline(file, line);)
    if (!line.starts_with('#'))
      for (std::size_t i = 0; i + 1 < line.size(); i += 2)
        bytes.push_back(static_cast<std::byte>(std::stoi(line.substr(i, 2), nullptr, 16)));
  return bytes;
}

// Spare room behind a state is no part of the format, and zero.
void expect_golden(const std::string& name, Bytes written, std::size_t size) {
  for (std::size_t i = size; i < written.size(); ++i) EXPECT_EQ(written[i], std::byte{0});
  written.resize(size);
  EXPECT_EQ(hexadecimal(written), hexadecimal(golden(name))) << name;
}

// An aggregate goes on with the file's bytes, and an empty part changes nothing in them.
template <class State>
typename State::Result read_again(const std::string& name, const typename State::Parameters& parameters) {
  const Bytes bytes = golden(name);
  validate_aggregate_state(bytes);
  Bytes own = bytes;
  ContextMemory memory;
  StateBuffer buffer(memory, own.data(), own.size());
  State state(buffer);
  state.check(parameters);
  state.merge(Aggregate<State>(parameters).bytes());
  EXPECT_EQ(hexadecimal(buffer.bytes()), hexadecimal(bytes)) << name;
  return State::result(buffer.bytes(), result_memory());
}

TEST(Golden, ActivityHistory) {
  const std::string_view text =
      "{[\"4714-11-24 BC\",\"4714-11-25 "
      "BC\"),[1999-12-31,2000-01-02),[2026-01-01,2026-04-01),[5874897-12-31,5874897-12-31]}";
  const Bytes bytes = golden("activity_history_v1");
  EXPECT_EQ(hexadecimal(History(text).bytes()), hexadecimal(bytes));
  HistoryView::validate(bytes);
  EXPECT_EQ(to_text(HistoryView(bytes)), text);
}

TEST(Golden, Stickiness) {
  const Stickiness::Parameters parameters{day("2026-02-28"), 28};
  const History february("{[2026-02-01,2026-03-01)}"), once("{[2026-02-14,2026-02-15)}");
  Aggregate<Stickiness> aggregate(parameters);
  aggregate.add({february.view()});
  aggregate.add({once.view()});
  expect_golden("stickiness_v1", aggregate.bytes(), 32);
  const auto result = read_again<Stickiness>("stickiness_v1", parameters);
  EXPECT_EQ(result.active_days, 29);
  EXPECT_EQ(result.possible_days, 56);
}

TEST(Golden, Retention) {
  const Retention::Parameters parameters{Grain::parse("week(sunday)"), 3, day("2026-02-28")};
  const History first("{[2026-02-01,2026-02-09)}"), second("{[2026-02-03,2026-02-04),[2026-02-27,2026-02-28)}");
  Aggregate<Retention> aggregate(parameters);
  aggregate.add({first.view(), {}});
  aggregate.add({second.view(), {}});
  expect_golden("retention_v1", aggregate.bytes(), 24 + 4 * 8);
  const auto result = read_again<Retention>("retention_v1", parameters);
  EXPECT_EQ(result.finished, 4u);
  EXPECT_EQ((std::vector<std::int64_t>(result.active.begin(), result.active.end())),
            (std::vector<std::int64_t>{2, 1, 0, 1}));
}

TEST(Golden, RetentionWithoutACohort) {
  const Retention::Parameters parameters{Grain::parse("28 days"), 0, day("0044-03-15 BC")};
  expect_golden("retention_empty_v1", Aggregate<Retention>(parameters).bytes(), 24 + 8);
  EXPECT_EQ(read_again<Retention>("retention_empty_v1", parameters).finished, 0u);
}

TEST(Golden, ActiveUsers) {
  ActiveUsersParameters parameters{day("2026-02-10").value, day("2026-02-14").value, 2, {1, 7}};
  const History often("{[2026-02-10,2026-02-12)}"), once("{[2026-02-13,2026-02-14)}");
  // Counters hold what was merged, planes the first eight entities, waiting rows the ninth and tenth.
  Aggregate<ActiveUsers> aggregate(parameters), merged(parameters);
  for (int i = 0; i < 3; ++i) merged.add({often.view()});
  for (int i = 0; i < 9; ++i) aggregate.add({often.view()});
  aggregate.add({once.view()});
  aggregate.merge(merged);
  expect_golden("active_users_v1", aggregate.bytes(), ActiveUsers::size(parameters));
  const auto result = read_again<ActiveUsers>("active_users_v1", parameters);
  EXPECT_EQ(result.windows, 2);
  EXPECT_EQ((std::vector<std::int64_t>(result.counts.begin(), result.counts.end())),
            (std::vector<std::int64_t>{12, 12, 0, 1, 12, 12, 12, 13}));
}

TEST(Golden, UsageDrop) {
  const UsageDrop::Parameters parameters{day("2026-03-01"), 1, 3};
  Aggregate<UsageDrop> aggregate(parameters);
  aggregate.add({day("2026-02-08"), Millionths::from_units(10'500'000)});
  aggregate.add({day("2026-02-15"), Millionths::from_units((Millionths::Units{1} << 70) + 1)});
  aggregate.add({day("2026-03-01"), Millionths::from_units(1)});
  aggregate.add({day("2026-01-01"), Millionths{}});
  expect_golden("usage_drop_v1", aggregate.bytes(), 24 + 4 * 16);
  EXPECT_EQ(read_again<UsageDrop>("usage_drop_v1", parameters).recent, 0.000'001);
}

TEST(Golden, Sparkline) {
  Aggregate<stats::Sparkline> aggregate({});
  aggregate.add({day("2026-01-02"), 7.25});
  aggregate.add({day("2026-01-01"), std::numeric_limits<double>::quiet_NaN()});
  aggregate.add({day("2026-01-03"), -1});
  expect_golden("sparkline_v1", aggregate.bytes(), 8 + 3 * 12);
  EXPECT_EQ(read_again<stats::Sparkline>("sparkline_v1", {}), " █▁");
}

// Its two ends belong to the format, so that all of it does.
TEST(Golden, Predictiveness) {
  Aggregate<stats::Predictiveness> aggregate({});
  aggregate.add({0.25, true});
  aggregate.add({7, false});
  aggregate.add({-1e300, true});
  aggregate.add({7, true});
  expect_golden("predictiveness_v1", aggregate.bytes(), 60);
  const auto result = read_again<stats::Predictiveness>("predictiveness_v1", {}).value();
  EXPECT_EQ(result.customers, 4);
  EXPECT_EQ(result.churned, 3);
  EXPECT_EQ(result.auc.numerator, 1);
  EXPECT_EQ(result.auc.denominator, 6);
}

TEST(Golden, MrrHistory) {
  const std::string_view text =
      "{[\"4714-11-24 BC\",\"0044-03-15 BC\")=0.000001,[2026-01-01,2026-04-01)=100.00,[2026-04-01,2026-04-02)=120.50,"
      "[5874897-12-31,)=39614081257132168796771.975167}";
  const Bytes bytes = golden("mrr_history_v1");
  EXPECT_EQ(hexadecimal(MrrHistory(text).bytes()), hexadecimal(bytes));
  revenue::MrrHistoryView::validate(bytes);
  EXPECT_EQ(to_text(revenue::MrrHistoryView(bytes)), text);
}

TEST(Golden, MrrTimelineOfChanges) {
  using State = revenue::HistoryOfRows<revenue::Subscription>;
  Aggregate<State> aggregate({});
  aggregate.add(subscription("2026-01-01", "2026-04-01", "100"));
  aggregate.add(subscription("2026-04-01", "", "18446744073709.551616"));  // 2^64 millionths
  aggregate.add(subscription("0044-03-15 BC", "2026-01-01", "0.000001"));
  expect_golden("mrr_timeline_changes_v1", aggregate.bytes(), 16 + 3 * 16);
  EXPECT_EQ(
      testing::text_of(MrrHistory(read_again<State>("mrr_timeline_changes_v1", {})).view()),
      "{[\"0044-03-15 BC\",2026-01-01)=0.000001,[2026-01-01,2026-04-01)=100.00,[2026-04-01,)=18446744073709.551616}");
}

TEST(Golden, MrrTimelineOfSnapshots) {
  using State = revenue::MovementsOfRows<revenue::Snapshot>;
  const revenue::MovementWindow asked{Grain::parse("quarter"), day("2026-06-30")};
  Aggregate<State> aggregate(asked);
  aggregate.add({day("2026-01-15"), money("100")});
  aggregate.add({day("2026-02-01"), money("-5")});
  aggregate.add({day("2026-02-28"), money("5")});
  aggregate.add({day("2026-04-30"), money("120.50")});
  aggregate.add({day("2025-12-31"), money("90")});
  expect_golden("mrr_timeline_snapshots_v1", aggregate.bytes(), 16 + 4 * 16);
  using enum revenue::MovementKind;
  EXPECT_EQ(plain(read_again<State>("mrr_timeline_snapshots_v1", asked)),
            (PlainMovements{{day("2025-10-01").value, new_business, money("90"), money("90")},
                            {day("2026-01-01").value, churn, money("-90"), money("0")}}));
}

TEST(Golden, MrrBridge) {
  const revenue::MovementWindow asked{Grain::parse("month"), day("2026-05-15")};
  const MrrHistory steady("{[2026-01-10,2026-02-10)=100,[2026-02-10,2026-03-10)=150,[2026-03-10,)=120}"),
      back("{[2026-01-20,2026-02-20)=50,[2026-03-05,)=40}"),
      short_time("{[2026-02-03,2026-02-04)=18446744073709.551616}");
  Aggregate<revenue::Bridge> aggregate(asked);
  for (const MrrHistory* customer : {&steady, &back, &short_time}) aggregate.add(customer->view());
  expect_golden("mrr_bridge_v1", aggregate.bytes(), 24 + 3 * 128);
  const PlainBridge rows = plain(read_again<revenue::Bridge>("mrr_bridge_v1", asked));
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(rows[0].period, day("2026-01-01").value);
  EXPECT_EQ(rows[0].new_mrr, money("150"));
  EXPECT_EQ(rows[0].new_customers, 2);
  EXPECT_EQ(rows[1].expansion_mrr, money("50"));
  EXPECT_EQ(rows[1].churned_mrr, money("-50"));
  EXPECT_EQ(rows[1].transient_customers, 1);
  EXPECT_EQ(rows[1].retained_mrr, money("100"));
  EXPECT_EQ(rows[2].contraction_mrr, money("-30"));
  EXPECT_EQ(rows[2].reactivation_mrr, money("40"));
  EXPECT_EQ(rows[4].ending_mrr, money("160"));
}

TEST(Golden, RevenueRetention) {
  Aggregate<revenue::RevenueRetention> aggregate({});
  aggregate.add({money("100"), money("150")});
  aggregate.add({money("50"), money("0")});
  aggregate.add({money("18446744073709.551616"), money("18446744073709.551615")});
  expect_golden("revenue_retention_v1", aggregate.bytes(), 72);
  const auto sums = read_again<revenue::RevenueRetention>("revenue_retention_v1", {});
  EXPECT_EQ(sums.start, money("18446744073859.551616"));
  EXPECT_EQ(sums.end, money("18446744073859.551615"));
  EXPECT_EQ(sums.retained, money("18446744073809.551615"));
  EXPECT_EQ(sums.customers, 3);
  EXPECT_EQ(sums.kept, 2);
}

TEST(Golden, BandChanges) {
  const auto parameters = scorecard::BandChanges::Parameters::parse(
      R"([{"label": "red", "lt": 40}, {"label": "green", "ge": 40, "leave": 45}])");
  Aggregate<scorecard::BandChanges> aggregate(parameters);
  aggregate.add({day("2026-01-02"), "39.5"});
  aggregate.add({day("2026-01-01"), "50"});
  aggregate.add({day("2026-01-03"), "42"});
  expect_golden("band_changes_v1", aggregate.bytes(), 16 + 72 + 3 * 8);
  const auto changes = read_again<scorecard::BandChanges>("band_changes_v1", parameters);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].band, "green");
  EXPECT_EQ(changes[1].band, "red");
  EXPECT_EQ(changes[1].day, day("2026-01-02"));
}

TEST(Golden, SurvivalCurve) {
  const std::string_view text = "{0,0+*2,30*3,45+,2147483647*281474976710649}";
  const Bytes bytes = golden("survival_curve_v1");
  EXPECT_EQ(hexadecimal(Curve(text).bytes()), hexadecimal(bytes));
  journey::SurvivalCurveView::validate(bytes);
  EXPECT_EQ(to_text(journey::SurvivalCurveView(bytes)), text);
}

TEST(Golden, StageDurations) {
  const journey::StageDurations::Parameters parameters{journey::Instant{833'760'000'000'000}};
  Aggregate<journey::StageDurations> aggregate(parameters);
  aggregate.add({"adoption", {820'540'800'000'000}});
  aggregate.add({"Qualität", {833'760'000'000'000}});
  aggregate.add({"", journey::first_instant});
  aggregate.add({"churned", {833'760'000'000'001}});
  expect_golden("stage_durations_v1", aggregate.bytes(), 24 + 3 * 12 + 8 + 9);
  const auto stages = read_again<journey::StageDurations>("stage_durations_v1", parameters);
  ASSERT_EQ(stages.size(), 3u);
  EXPECT_EQ(stages[0].name, "");
  EXPECT_EQ(stages[1].name, "adoption");
  EXPECT_EQ(stages[1].total, 13'219'200'000'000);
  EXPECT_EQ(stages[2].name, "Qualität");
  EXPECT_TRUE(stages[2].is_current);
}

TEST(Golden, Survey) {
  Aggregate<feedback::SurveyScores> nps(feedback::nps_scale), effort({1, 7});
  for (const std::string_view score : {"0", "10", "10", "7"}) nps.add({number(score)});
  for (int i = 0; i < 300; ++i) effort.add({number("7")});
  expect_golden("survey_nps_v1", nps.bytes(), 16 + 11 * 8);
  expect_golden("survey_ces_v1", effort.bytes(), 16 + 7 * 8);
  const feedback::NetPromoters net(read_again<feedback::SurveyScores>("survey_nps_v1", feedback::nps_scale));
  EXPECT_EQ(net.count, 4);
  EXPECT_EQ(net.promoters, 2);
  EXPECT_EQ(net.detractors, 1);
  const auto answers = read_again<feedback::SurveyScores>("survey_ces_v1", {1, 7});
  EXPECT_EQ(answers.between(7, 7), 300);
  EXPECT_EQ(answers.count(), 300);
}

TEST(Golden, Trend) {
  Aggregate<stats::Trend> aggregate({});
  aggregate.add({number("9223372036854.775807"), day("5874897-12-31")});
  for (int i = 0; i < 20; ++i) aggregate.add({number("-9223372036854.775807"), day("4714-11-24 BC")});
  aggregate.add({number("0.000001"), day("2000-01-02")});
  expect_golden("trend_v1", aggregate.bytes(), 104);
  const auto line = read_again<stats::Trend>("trend_v1", {});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->count, 22);
  EXPECT_EQ(line->direction, stats::Direction::up);
  EXPECT_DOUBLE_EQ(line->slope_per_30_days, 251'722.512'238'813'83);
}

TEST(Golden, MaxBurst) {
  const support::MaxBurst::Parameters parameters{7 * std::int64_t{86'400'000'000}};
  Aggregate<support::MaxBurst> aggregate(parameters);
  for (const std::int64_t at :
       {support::last_instant, support::first_instant, std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}})
    aggregate.add({at});
  expect_golden("max_burst_v1", aggregate.bytes(), 16 + 5 * 8);
  EXPECT_EQ(read_again<support::MaxBurst>("max_burst_v1", parameters), 3);
}

TEST(Golden, EveryFileIsReadByATest) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(GOLDEN_DIRECTORY))
    if (entry.path().extension() == ".hex") names.push_back(entry.path().stem().string());
  std::ranges::sort(names);
  EXPECT_EQ(names, (std::vector<std::string>{"active_users_v1",
                                             "activity_history_v1",
                                             "band_changes_v1",
                                             "max_burst_v1",
                                             "mrr_bridge_v1",
                                             "mrr_history_v1",
                                             "mrr_timeline_changes_v1",
                                             "mrr_timeline_snapshots_v1",
                                             "predictiveness_v1",
                                             "retention_empty_v1",
                                             "retention_v1",
                                             "revenue_retention_v1",
                                             "sparkline_v1",
                                             "stage_durations_v1",
                                             "stickiness_v1",
                                             "survey_ces_v1",
                                             "survey_nps_v1",
                                             "survival_curve_v1",
                                             "trend_v1",
                                             "usage_drop_v1"}));
}

}  // namespace
}  // namespace c360
