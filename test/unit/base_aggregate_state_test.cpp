// Aggregate states that come from outside: what is let in, and what is not.
#include "core/aggregate_state.hpp"

#include <cmath>
#include <limits>

#include "aggregate.hpp"
#include "core/activity/active_users.hpp"
#include "core/activity/retention.hpp"
#include "core/activity/stickiness.hpp"
#include "core/activity/usage_drop.hpp"
#include "core/feedback/survey.hpp"
#include "core/journey/stages.hpp"
#include "core/revenue/bridge.hpp"
#include "core/revenue/retention.hpp"
#include "core/revenue/timeline.hpp"
#include "core/scorecard/band_changes.hpp"
#include "core/support/max_burst.hpp"
#include "core/stats/predictiveness.hpp"
#include "core/stats/sparkline.hpp"
#include "core/stats/trend.hpp"
#include "histories.hpp"
#include "mrr_histories.hpp"

namespace c360 {
namespace {

using namespace testing;
using namespace activity;

std::optional<ErrorKind> error_of_bytes(const Bytes& bytes) {
  return error_of([&] { validate_aggregate_state(bytes); });
}

// A state with something in it, and how many of its bytes are needed; behind them is spare room.
struct Kind {
  std::string name;
  Bytes bytes;
  std::size_t needed;
};

std::vector<Kind> kinds() {
  const History history("{[2026-01-05,2026-01-08),[2026-02-01,2026-02-02)}");
  Aggregate<Stickiness> stickiness({day("2026-02-10"), 28});
  stickiness.add({history.view()});
  Aggregate<Retention> retention({Grain::parse("month"), 2, day("2026-04-30")});
  retention.add({history.view(), {}});
  ActiveUsersParameters range{day("2026-02-01").value, day("2026-02-03").value, 1, {7}};
  Aggregate<ActiveUsers> active_users(range);
  active_users.add({history.view()});
  Aggregate<UsageDrop> usage_drop({day("2026-02-10"), 4, 12});
  usage_drop.add({day("2026-02-01"), Millionths::from_units(5)});
  Aggregate<stats::Sparkline> sparkline({});
  sparkline.add({day("2026-02-01"), 5});
  Aggregate<stats::Predictiveness> predictiveness({});
  predictiveness.add({5, true});
  predictiveness.add({4, false});
  Aggregate<revenue::HistoryOfRows<revenue::Subscription>> changes({});
  changes.add(subscription("2026-01-05", "2026-02-05", "100"));
  Aggregate<revenue::MovementsOfRows<revenue::Snapshot>> snapshots({Grain::parse("month"), day("2026-04-30")});
  snapshots.add({day("2026-01-05"), money("100")});
  const MrrHistory customer("{[2026-01-05,2026-02-05)=100}"), short_time("{[2026-01-05,2026-01-06)=100}");
  Aggregate<revenue::Bridge> bridge({Grain::parse("month"), day("2026-04-30")});
  bridge.add(customer.view());
  bridge.add(short_time.view());
  Aggregate<revenue::RevenueRetention> revenue_retention({});
  revenue_retention.add({money("100"), money("60")});
  const auto bands =
      scorecard::BandChanges::Parameters::parse(R"([{"label": "red", "lt": 40}, {"label": "green", "ge": 40}])");
  Aggregate<scorecard::BandChanges> band_changes(bands);
  band_changes.add({day("2026-02-01"), "39"});
  Aggregate<journey::StageDurations> stages({journey::Instant{100}});
  stages.add({"value", {60}});
  stages.add({"é", {70}});
  Aggregate<feedback::SurveyScores> survey(feedback::nps_scale);
  survey.add({number("9")});
  Aggregate<stats::Trend> trend({});
  trend.add({number("1.5"), day("2026-01-05")});
  trend.add({number("-2"), day("2026-01-07")});
  Aggregate<support::MaxBurst> max_burst({1000});
  max_burst.add({5});
  return {{"stickiness", stickiness.bytes(), 32},
          {"retention", retention.bytes(), 24 + 3 * 8},
          {"active_users", active_users.bytes(), 56 + 8 * (8 + 12 + 64)},
          {"usage_drop", usage_drop.bytes(), 24 + 16 * 16},
          {"sparkline", sparkline.bytes(), 8 + 12},
          {"predictiveness", predictiveness.bytes(), 12 + 2 * 8},
          {"mrr_changes", changes.bytes(), 16 + 2 * 16},
          {"mrr_snapshots", snapshots.bytes(), 16 + 16},
          {"mrr_bridge", bridge.bytes(), 24 + 2 * 128},
          {"revenue_retention", revenue_retention.bytes(), 72},
          {"band_changes", band_changes.bytes(), 16 + 64 + 8},
          {"stage_durations", stages.bytes(), 24 + 12 + 5 + 12 + 2},
          {"survey", survey.bytes(), 16 + 11 * 8},
          {"trend", trend.bytes(), 104},
          {"max_burst", max_burst.bytes(), 16 + 8}};
}

Bytes bytes_of_kind(std::string_view name) {
  for (const Kind& kind : kinds())
    if (kind.name == name) return kind.bytes;
  throw std::invalid_argument(std::string(name));
}

// The kind's state with one value in another place.
template <class T>
std::optional<ErrorKind> error_with(std::string_view kind, std::size_t at, T value) {
  Bytes bytes = bytes_of_kind(kind);
  overwrite(bytes, at, value);
  return error_of_bytes(bytes);
}

TEST(AggregateState, EveryKindIsReadAsItWasWritten) {
  for (const Kind& kind : kinds()) EXPECT_EQ(error_of_bytes(kind.bytes), std::nullopt) << kind.name;
}

TEST(AggregateState, SpareRoomIsNotNeeded) {
  for (Kind kind : kinds()) {
    kind.bytes.resize(kind.needed);
    EXPECT_EQ(error_of_bytes(kind.bytes), std::nullopt) << kind.name;
  }
}

TEST(AggregateState, EveryShorterPieceIsInvalid) {
  for (const Kind& kind : kinds())
    for (std::size_t size = 0; size < kind.needed; ++size)
      ASSERT_EQ(error_of_bytes({kind.bytes.begin(), kind.bytes.begin() + static_cast<std::ptrdiff_t>(size)}),
                ErrorKind::invalid_binary)
          << kind.name << " of " << size << " bytes";
}

TEST(AggregateState, AForeignHeaderIsInvalid) {
  for (const Kind& kind : kinds())
    for (std::size_t at = 0; at < 4; ++at) {
      Bytes bytes = kind.bytes;
      bytes[at] ^= std::byte{0x40};
      EXPECT_EQ(error_of_bytes(bytes), ErrorKind::invalid_binary) << kind.name << " byte " << at;
    }
}

TEST(AggregateState, AHistoryIsATypeOfItsOwn) {
  EXPECT_EQ(error_of_bytes(History("{}").bytes()), ErrorKind::invalid_binary);
  EXPECT_EQ(error_of_bytes(MrrHistory("{}").bytes()), ErrorKind::invalid_binary);
}

TEST(AggregateState, AnUnknownKindIsInvalid) {
  for (int type = 0; type < 256; ++type) {
    Bytes bytes = bytes_of_kind("revenue_retention");
    overwrite(bytes, 1, static_cast<std::uint8_t>(type));
    bytes.resize(4);
    EXPECT_EQ(error_of_bytes(bytes), ErrorKind::invalid_binary) << type;
  }
}

TEST(AggregateState, AStateOfAnotherKindIsNotMerged) {
  for (const Kind& kind : kinds()) {
    if (kind.name != "sparkline") {
      Aggregate<stats::Sparkline> sparkline({});
      EXPECT_EQ(error_of([&] { sparkline.merge(kind.bytes); }), ErrorKind::invalid_binary) << kind.name;
    }
    if (kind.name != "mrr_changes") {
      Aggregate<revenue::HistoryOfRows<revenue::Subscription>> changes({});
      EXPECT_EQ(error_of([&] { changes.merge(kind.bytes); }), ErrorKind::invalid_binary) << kind.name;
    }
    if (kind.name != "mrr_bridge") {
      Aggregate<revenue::Bridge> bridge({Grain::parse("month"), Day{0}});
      EXPECT_EQ(error_of([&] { bridge.merge(kind.bytes); }), ErrorKind::invalid_binary) << kind.name;
    }
    if (kind.name != "revenue_retention") {
      Aggregate<revenue::RevenueRetention> retention({});
      EXPECT_EQ(error_of([&] { retention.merge(kind.bytes); }), ErrorKind::invalid_binary) << kind.name;
    }
    if (kind.name != "survey") {
      Aggregate<feedback::SurveyScores> survey(feedback::nps_scale);
      EXPECT_EQ(error_of([&] { survey.merge(kind.bytes); }), ErrorKind::invalid_binary) << kind.name;
    }
    if (kind.name != "trend") {
      Aggregate<stats::Trend> trend({});
      EXPECT_EQ(error_of([&] { trend.merge(kind.bytes); }), ErrorKind::invalid_binary) << kind.name;
    }
    if (kind.name != "max_burst") {
      Aggregate<support::MaxBurst> max_burst({1000});
      EXPECT_EQ(error_of([&] { max_burst.merge(kind.bytes); }), ErrorKind::invalid_binary) << kind.name;
    }
    if (kind.name != "stickiness") {
      Aggregate<Stickiness> stickiness({Day{0}});
      EXPECT_EQ(error_of([&] { stickiness.merge(kind.bytes); }), ErrorKind::invalid_binary) << kind.name;
    }
  }
}

// Whatever is wrong with bytes from outside: they are invalid bytes, and no parameter that somebody passed.
TEST(AggregateState, ImpossibleStickinessIsInvalid) {
  for (const std::int32_t as_of : {INT32_MIN, first_day.value - 1, last_day.value + 1, INT32_MAX})
    EXPECT_EQ(error_with("stickiness", 4, as_of), ErrorKind::invalid_binary);
  for (const std::int32_t window : {INT32_MIN, 0, 1001})
    EXPECT_EQ(error_with("stickiness", 8, window), ErrorKind::invalid_binary);
  for (const std::int64_t active_days : std::initializer_list<std::int64_t>{INT64_MIN, -1, 0, 29, INT64_MAX})
    EXPECT_EQ(error_with("stickiness", 16, active_days), ErrorKind::invalid_binary) << active_days;
  for (const std::int64_t users :
       std::initializer_list<std::int64_t>{INT64_MIN, -1, 0, 5, (std::int64_t{1} << 48) + 1, INT64_MAX})
    EXPECT_EQ(error_with("stickiness", 24, users), ErrorKind::invalid_binary) << users;
}

TEST(AggregateState, ImpossibleRetentionIsInvalid) {
  for (const std::int32_t periods : {INT32_MIN, -1, 1201, INT32_MAX, 1200})
    EXPECT_EQ(error_with("retention", 4, periods), ErrorKind::invalid_binary) << periods;
  for (const std::int32_t as_of : {INT32_MIN, first_day.value - 1, last_day.value + 1})
    EXPECT_EQ(error_with("retention", 8, as_of), ErrorKind::invalid_binary);
  for (const std::uint16_t grain : {std::uint16_t{11}, std::uint16_t{1012}, std::uint16_t{65535}})
    EXPECT_EQ(error_with("retention", 12, grain), ErrorKind::invalid_binary);
  EXPECT_EQ(error_with("retention", 14, std::uint8_t{2}), ErrorKind::invalid_binary);
  EXPECT_EQ(error_with("retention", 15, std::uint8_t{1}), ErrorKind::invalid_binary);
  for (const std::int64_t cohort : std::initializer_list<std::int64_t>{
           INT64_MIN, INT64_MIN + 1, -(std::int64_t{1} << 32) - 1, (std::int64_t{1} << 32) + 1, INT64_MAX})
    EXPECT_EQ(error_with("retention", 16, cohort), ErrorKind::invalid_binary) << cohort;
  for (const std::int64_t count : std::initializer_list<std::int64_t>{INT64_MIN, -1, std::int64_t{1} << 48, INT64_MAX})
    EXPECT_EQ(error_with("retention", 24 + 16, count), ErrorKind::invalid_binary) << count;
}

TEST(AggregateState, ImpossibleActiveUsersAreInvalid) {
  for (const std::uint32_t waiting : {4088u, 4096u, 0xffffffffu})
    EXPECT_EQ(error_with("active_users", 4, waiting), ErrorKind::invalid_binary) << waiting;
  for (const std::int32_t from : {INT32_MIN, first_day.value - 1, day("2026-02-04").value, INT32_MAX, 0, -40'000})
    EXPECT_EQ(error_with("active_users", 8, from), ErrorKind::invalid_binary) << from;
  for (const std::int32_t to : {INT32_MIN, day("2026-01-31").value, last_day.value, last_day.value + 1, INT32_MAX})
    EXPECT_EQ(error_with("active_users", 12, to), ErrorKind::invalid_binary) << to;
  for (const std::int32_t windows : {INT32_MIN, -1, 0, 8, 9, INT32_MAX})
    EXPECT_EQ(error_with("active_users", 16, windows), ErrorKind::invalid_binary) << windows;
  for (const std::int32_t window : {INT32_MIN, -1, 0, 1001, INT32_MAX, 1000})
    EXPECT_EQ(error_with("active_users", 20, window), ErrorKind::invalid_binary) << window;
  EXPECT_EQ(error_with("active_users", 56 + 8 * 20, std::uint64_t{1} << 48), ErrorKind::invalid_binary);
}

TEST(AggregateState, ImpossibleUsageDropIsInvalid) {
  for (const std::int32_t as_of : {INT32_MIN, first_day.value - 1, last_day.value + 1})
    EXPECT_EQ(error_with("usage_drop", 4, as_of), ErrorKind::invalid_binary);
  for (const std::int32_t recent : {INT32_MIN, 0, 53, 52})
    EXPECT_EQ(error_with("usage_drop", 8, recent), ErrorKind::invalid_binary);
  for (const std::int32_t baseline : {INT32_MIN, 2, 105, 104})
    EXPECT_EQ(error_with("usage_drop", 12, baseline), ErrorKind::invalid_binary);
  for (const std::int32_t has_first : {-1, 2})
    EXPECT_EQ(error_with("usage_drop", 16, has_first), ErrorKind::invalid_binary);
  EXPECT_EQ(error_with("usage_drop", 20, last_day.value + 1), ErrorKind::invalid_binary);
  EXPECT_EQ(error_with("usage_drop", 24, Millionths::from_units(-1)), ErrorKind::invalid_binary);
}

TEST(AggregateState, ImpossibleBandChangesAreInvalid) {
  EXPECT_EQ(error_with("band_changes", 12, std::int32_t{1}), ErrorKind::invalid_binary);    // unused field
  EXPECT_EQ(error_with("band_changes", 8, std::int32_t{1000}), ErrorKind::invalid_binary);  // document beyond the end
  EXPECT_EQ(error_with("band_changes", 16, std::int32_t{0}), ErrorKind::invalid_binary);    // no JSON
  EXPECT_EQ(error_with("band_changes", 4, std::int32_t{1000}), ErrorKind::invalid_binary);  // points beyond the end
  EXPECT_EQ(error_with("band_changes", 80, last_day.value + 1), ErrorKind::invalid_binary);
  for (const std::int32_t place : {0, 2, 4, 6, 8, 100})
    EXPECT_EQ(error_with("band_changes", 84, place), ErrorKind::invalid_binary) << place;
  for (const std::int32_t place : {1, 3, 5, 7}) EXPECT_EQ(error_with("band_changes", 84, place), std::nullopt) << place;
}

TEST(AggregateState, ImpossibleMrrTimelinesAreInvalid) {
  for (const std::string_view kind : {"mrr_changes", "mrr_snapshots"}) {
    for (const std::uint32_t count : {100u, 0xffffffffu})
      EXPECT_EQ(error_with(kind, 4, count), ErrorKind::invalid_binary) << count;
    for (const std::int32_t as_of : {INT32_MIN, first_day.value - 1, last_day.value + 1, INT32_MAX})
      EXPECT_EQ(error_with(kind, 8, as_of), ErrorKind::invalid_binary) << as_of;
    for (const std::uint16_t grain : {std::uint16_t{11}, std::uint16_t{1012}, std::uint16_t{65534}})
      EXPECT_EQ(error_with(kind, 12, grain), ErrorKind::invalid_binary) << grain;
    EXPECT_EQ(error_with(kind, 14, std::uint8_t{2}), ErrorKind::invalid_binary);
    EXPECT_EQ(error_with(kind, 15, std::uint8_t{1}), ErrorKind::invalid_binary);
    for (const std::int32_t position : {INT32_MIN, first_day.value - 1, last_day.value + 1, INT32_MAX})
      EXPECT_EQ(error_with(kind, 16, position), ErrorKind::invalid_binary) << position;
  }
  EXPECT_EQ(error_with("mrr_changes", 16, day("2026-02-05").value), ErrorKind::invalid_binary);  // twice
  EXPECT_EQ(error_with("mrr_changes", 20, PackedMoney()), ErrorKind::invalid_binary);
  EXPECT_EQ(error_with("mrr_snapshots", 20, PackedMoney()), std::nullopt);  // a month of nothing
  EXPECT_EQ(error_with("mrr_snapshots", 16, std::int32_t{5874897 * 12 + 12}), ErrorKind::invalid_binary);
}

TEST(AggregateState, ImpossibleMrrBridgesAreInvalid) {
  for (const std::uint32_t count : {4u, 40'001u, 0xffffffffu})
    EXPECT_EQ(error_with("mrr_bridge", 4, count), ErrorKind::invalid_binary) << count;
  const std::int64_t april = 2026 * 12 + 3;
  for (const std::int64_t first :
       std::initializer_list<std::int64_t>{INT64_MIN, april - 40'000, april, april + 1, INT64_MAX})
    EXPECT_EQ(error_with("mrr_bridge", 8, first), ErrorKind::invalid_binary) << first;
  for (const std::int64_t first : std::initializer_list<std::int64_t>{april - 39'999, april - 1})
    EXPECT_EQ(error_with("mrr_bridge", 8, first), std::nullopt) << first;
  // Nor has such a state an answer, should it ever get so far: a reader trusts no count.
  for (const std::int64_t first : std::initializer_list<std::int64_t>{INT64_MIN, april - 40'000, april})
    EXPECT_EQ(error_of([&] {
                Bytes bytes = bytes_of_kind("mrr_bridge");
                overwrite(bytes, 8, first);
                revenue::Bridge::result(bytes, result_memory());
              }),
              ErrorKind::invalid_binary)
        << first;
  for (const std::int32_t as_of :
       {INT32_MIN, first_day.value - 1, last_day.value + 1, INT32_MAX, day("2026-01-31").value, last_day.value})
    EXPECT_EQ(error_with("mrr_bridge", 16, as_of), ErrorKind::invalid_binary) << as_of;
  for (const std::uint16_t grain : {std::uint16_t{11}, std::uint16_t{1012}, std::uint16_t{65535}, std::uint16_t{10}})
    EXPECT_EQ(error_with("mrr_bridge", 20, grain), ErrorKind::invalid_binary) << grain;
  EXPECT_EQ(error_with("mrr_bridge", 22, std::uint16_t{1}), ErrorKind::invalid_binary);
  // More customers leave than there are, or the running total would not fit.
  EXPECT_EQ(error_with("mrr_bridge", 24 + 5 * 16 + 3 * 8, std::int64_t{2}), ErrorKind::invalid_binary);
  EXPECT_EQ(error_with("mrr_bridge", 24 + 5 * 16, (std::int64_t{1} << 48) - 1), std::nullopt);
  EXPECT_EQ(error_of([&] {
              Bytes bytes = bytes_of_kind("mrr_bridge");
              for (const std::size_t period : {0, 1})
                overwrite(bytes, 24 + period * 128 + 5 * 16, (std::int64_t{1} << 48) - 1);
              validate_aggregate_state(bytes);
            }),
            ErrorKind::invalid_binary);
  // new, expansion, contraction, churn, reactivation: what is gained is above zero, what is lost below.
  for (std::size_t kind = 0; kind < 5; ++kind) {
    const bool loses = kind == 2 || kind == 3;
    EXPECT_EQ(error_with("mrr_bridge", 24 + kind * 16, Money::from_units(loses ? 1 : -1)), ErrorKind::invalid_binary)
        << kind;
    for (const std::int64_t customers :
         std::initializer_list<std::int64_t>{INT64_MIN, -1, std::int64_t{1} << 48, INT64_MAX})
      EXPECT_EQ(error_with("mrr_bridge", 24 + 80 + kind * 8, customers), ErrorKind::invalid_binary) << customers;
  }
  for (const std::int64_t transient :
       std::initializer_list<std::int64_t>{INT64_MIN, -1, std::int64_t{1} << 48, INT64_MAX})
    EXPECT_EQ(error_with("mrr_bridge", 24 + 120, transient), ErrorKind::invalid_binary) << transient;
}

TEST(AggregateState, ImpossibleRevenueRetentionIsInvalid) {
  for (const std::size_t sum : {0, 1, 2})
    EXPECT_EQ(error_with("revenue_retention", 8 + sum * 16, Money::from_units(-1)), ErrorKind::invalid_binary) << sum;
  EXPECT_EQ(error_with("revenue_retention", 8, money("59")),
            ErrorKind::invalid_binary);  // retained more than was there
  EXPECT_EQ(error_with("revenue_retention", 24, money("59")), ErrorKind::invalid_binary);  // or is there
  EXPECT_EQ(error_with("revenue_retention", 40, money("60.000001")), ErrorKind::invalid_binary);
  for (const std::int64_t customers :
       std::initializer_list<std::int64_t>{INT64_MIN, -1, 0, std::int64_t{1} << 48, INT64_MAX})
    EXPECT_EQ(error_with("revenue_retention", 56, customers), ErrorKind::invalid_binary) << customers;
  for (const std::int64_t kept : std::initializer_list<std::int64_t>{INT64_MIN, -1, 2, INT64_MAX})
    EXPECT_EQ(error_with("revenue_retention", 64, kept), ErrorKind::invalid_binary) << kept;
}

TEST(AggregateState, ImpossibleStageDurationsAreInvalid) {
  for (const std::uint32_t entries : {0u, 1u, 3u, 0xffffffffu})
    EXPECT_EQ(error_with("stage_durations", 4, entries), ErrorKind::invalid_binary) << entries;
  for (const std::int64_t until : std::initializer_list<std::int64_t>{INT64_MIN, journey::first_instant.value - 1, 69,
                                                                      journey::last_instant.value + 1, INT64_MAX})
    EXPECT_EQ(error_with("stage_durations", 8, until), ErrorKind::invalid_binary) << until;
  EXPECT_EQ(error_with("stage_durations", 8, std::int64_t{70}), std::nullopt);
  for (const std::uint64_t size : std::initializer_list<std::uint64_t>{0, 30, 32, 1 << 20, UINT64_MAX})
    EXPECT_EQ(error_with("stage_durations", 16, size), ErrorKind::invalid_binary) << size;
  for (const std::int64_t at :
       std::initializer_list<std::int64_t>{INT64_MIN, journey::first_instant.value - 1, 101, INT64_MAX})
    EXPECT_EQ(error_with("stage_durations", 24, at), ErrorKind::invalid_binary) << at;
  for (const std::uint32_t length : {4u, 6u, 20u, 0xffffffffu})
    EXPECT_EQ(error_with("stage_durations", 32, length), ErrorKind::invalid_binary) << length;
  for (const int byte : {0x00, 0x80, 0xc3, 0xff})
    EXPECT_EQ(error_with("stage_durations", 36, static_cast<std::uint8_t>(byte)), ErrorKind::invalid_binary) << byte;
  EXPECT_EQ(error_with("stage_durations", 36, std::uint8_t{'V'}), std::nullopt);
  // A curve is a type of its own.
  EXPECT_EQ(error_with("stage_durations", 1, StateType::survival_curve), ErrorKind::invalid_binary);
}

TEST(AggregateState, ImpossibleSparklinesAreInvalid) {
  for (const std::uint32_t points : {3u, 0xffffffffu})
    EXPECT_EQ(error_with("sparkline", 4, points), ErrorKind::invalid_binary);
  EXPECT_EQ(error_with("sparkline", 8, first_day.value - 1), ErrorKind::invalid_binary);
  EXPECT_EQ(error_with("sparkline", 12, std::numeric_limits<double>::infinity()), ErrorKind::invalid_binary);
  EXPECT_EQ(error_with("sparkline", 12, std::numeric_limits<double>::quiet_NaN()), std::nullopt);  // a NULL
}

TEST(AggregateState, ImpossibleSurveysAreInvalid) {
  for (const std::int32_t lowest : {INT32_MIN, -1, 2, INT32_MAX})
    EXPECT_EQ(error_with("survey", 4, lowest), ErrorKind::invalid_binary) << lowest;
  for (const std::int32_t highest : {INT32_MIN, -1, 0, 2, 100, 101, INT32_MAX})
    EXPECT_EQ(error_with("survey", 8, highest), ErrorKind::invalid_binary) << highest;
  EXPECT_EQ(error_with("survey", 4, std::int32_t{1}), std::nullopt);  // a box less is needed
  for (const std::int64_t answers :
       std::initializer_list<std::int64_t>{INT64_MIN, -1, std::int64_t{1} << 48, INT64_MAX})
    for (const std::size_t box : {0, 10})
      EXPECT_EQ(error_with("survey", 16 + box * 8, answers), ErrorKind::invalid_binary) << answers;
  EXPECT_EQ(error_with("survey", 16, (std::int64_t{1} << 48) - 1), std::nullopt);
}

// Two points, (1.5, 2026-01-05) and (−2, 2026-01-07): count 8, Σx 16, Σx² 32, Σy 48, Σxy 64, Σy² 80.
TEST(AggregateState, ImpossibleTrendsAreInvalid) {
  for (const std::int64_t points :
       std::initializer_list<std::int64_t>{INT64_MIN, -1, 0, 1, (std::int64_t{1} << 48) + 1, INT64_MAX})
    EXPECT_EQ(error_with("trend", 8, points), ErrorKind::invalid_binary) << points;
  const Whole huge = Whole::from_units(Whole::Units{1} << 126), least = Whole::from_units(Whole::Units{1} << 127);
  for (const Whole& sum : {huge, least}) {
    EXPECT_EQ(error_with("trend", 16, sum), ErrorKind::invalid_binary);  // days outside the calendar
    EXPECT_EQ(error_with("trend", 32, sum), ErrorKind::invalid_binary);
    EXPECT_EQ(error_with("trend", 48, sum), ErrorKind::invalid_binary);  // squares too small for their sum
    EXPECT_EQ(error_with("trend", 64, sum), ErrorKind::invalid_binary);
  }
  EXPECT_EQ(error_with("trend", 32, Whole()), ErrorKind::invalid_binary);
  EXPECT_EQ(error_with("trend", 80, std::uint64_t{0}), ErrorKind::invalid_binary);
  EXPECT_EQ(error_with("trend", 96, std::uint64_t{1}), ErrorKind::invalid_binary);  // larger than values can be
  Bytes empty = Aggregate<stats::Trend>({}).bytes();
  EXPECT_EQ(error_of_bytes(empty), std::nullopt);
  for (const std::size_t at : {16, 32, 48, 64, 80}) {
    Bytes bytes = empty;
    overwrite(bytes, at, Whole::from_units(1));
    EXPECT_EQ(error_of_bytes(bytes), ErrorKind::invalid_binary) << at;
  }
}

TEST(AggregateState, ImpossibleBurstsAreInvalid) {
  for (const std::uint32_t events : {20u, 0xffffffffu})
    EXPECT_EQ(error_with("max_burst", 4, events), ErrorKind::invalid_binary) << events;
  for (const std::int64_t length : std::initializer_list<std::int64_t>{INT64_MIN, -1, 0})
    EXPECT_EQ(error_with("max_burst", 8, length), ErrorKind::invalid_binary) << length;
  for (const std::int64_t at :
       std::initializer_list<std::int64_t>{INT64_MIN, support::first_instant - 1, support::last_instant + 1, INT64_MAX})
    EXPECT_EQ(error_with("max_burst", 16, at), ErrorKind::invalid_binary) << at;
  EXPECT_EQ(error_with("max_burst", 16, support::last_instant), std::nullopt);
}

TEST(AggregateState, ImpossiblePredictivenessIsInvalid) {
  for (const std::uint32_t customers : {2u, 0xffffffffu}) {
    EXPECT_EQ(error_with("predictiveness", 4, customers), ErrorKind::invalid_binary) << customers;
    EXPECT_EQ(error_with("predictiveness", 8, customers), ErrorKind::invalid_binary) << customers;
  }
  EXPECT_EQ(error_with("predictiveness", 4, ~std::uint64_t{0}), ErrorKind::invalid_binary);  // both
  for (const double metric : {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN()})
    for (const std::size_t at : {12, 20})
      EXPECT_EQ(error_with("predictiveness", at, metric), ErrorKind::invalid_binary) << metric;
  EXPECT_EQ(error_with("predictiveness", 4, std::uint32_t{0}), std::nullopt);  // nobody stayed: no answer, but no fault
}

}  // namespace
}  // namespace c360
