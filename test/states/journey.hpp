// Examples of the journey domain's stored formats.
// Must not know: GoogleTest, libFuzzer.
#pragma once

#include "states/example.hpp"

namespace c360::testing {

template <>
struct Example<journey::SurvivalCurveView> {
  static constexpr std::string_view golden = "survival_curve_v1";
  using Value = Curve;
  static constexpr std::string_view text = "{0,0+*2,30*3,45+,2147483647*281474976710649}";
};

template <>
struct Example<journey::SurvivalAgg> : ExampleOf<journey::SurvivalAgg> {
  static constexpr std::string_view golden = "survival_v1";
  static void write(Aggregate<State>& aggregate) {
    for (const std::int32_t duration : {30, 0, INT32_MAX, 30}) aggregate.add({duration, true});
    aggregate.add({0, false});
  }
  static std::size_t size() { return 20 + 3 * 20; }
  static void read(const Result& value) {
    journey::SurvivalCurveView::validate(value.bytes());
    REQUIRE(std::ranges::equal(value.bytes(), Curve("{0,0+,30*2,2147483647}").bytes()));
  }
  static void forge(Forgery& state) {
    forge_counts(state);
    state.refuses<std::int64_t>(12, {INT64_MIN, 0, 4, 6, INT64_MAX});  // observations
    state.refuses<std::int32_t>(20, {INT32_MIN, -1, 30, 31});          // the first duration
    state.takes<std::int32_t>(20, {29});
    state.refuses<std::int64_t>(24, {INT64_MIN, -1, 0, 2, std::int64_t{1} << 48, INT64_MAX});  // who reached it
    state.refuses<std::int64_t>(32, {INT64_MIN, -1, 0, 2, std::int64_t{1} << 48, INT64_MAX});  // who did not
    state.refuses<std::uint32_t>(4, {0, 1, 2});  // observations of durations that are not there
    state.takes<std::uint64_t>(4, {(std::uint64_t{1} << 32 | 2), (std::uint64_t{3} << 32)});  // that wait
  }
  static std::vector<State::Row> rows(const AnyValues& any) {
    return {{any.day.value & INT32_MAX, true}, {0, false}, {INT32_MAX, false}};
  }
  static void promises(const Result& value) { journey::SurvivalCurveView::validate(value.bytes()); }
};

struct RankedStages : ExampleOf<journey::StageDurations> {
  static constexpr std::string_view golden = "stage_durations_ranked_v1";
  static State::Parameters parameters() { return {Instant{0}, true}; }
  static void write(Aggregate<State>& aggregate) {
    aggregate.add({"onboarding", {-1000}, 2});
    aggregate.add({"signed", {-1000}, 1});
    aggregate.add({"?", {-1000}, State::no_rank});
  }
  static std::size_t size() { return 32 + 3 * 20 + 10 + 6 + 1; }
  static void read(const Result& stages) {
    REQUIRE(stages.size() == 3);
    REQUIRE(stages[2].name == "signed");
    REQUIRE(stages[1].name == "onboarding");
    REQUIRE(stages[1].is_current && stages[1].total == 1000);
  }
  static void forge(Forgery& state) {
    state.refuses<std::uint32_t>(24, {0, 2, 0xffffffff});  // 1: entries have ranks
    state.takes<std::int64_t>(40, {INT64_MIN, 0, INT64_MAX});
    state.refuses<std::uint32_t>(48, {9, 11, 0xffffffff});  // the first one's length
  }
};

template <>
struct Example<journey::StageDurations> : ExampleOf<journey::StageDurations> {
  using More = TypeList<RankedStages>;
  static constexpr std::string_view golden = "stage_durations_v1";
  static constexpr std::int64_t as_of = 833'760'000'000'000;
  static State::Parameters parameters() { return {Instant{as_of}}; }
  static void write(Aggregate<State>& aggregate) {
    aggregate.add({"adoption", {820'540'800'000'000}});
    aggregate.add({"Qualität", {as_of}});
    aggregate.add({"", first_instant});
    aggregate.add({"churned", {as_of + 1}});
  }
  static std::size_t size() { return 32 + 3 * 12 + 8 + 9; }
  static void read(const Result& stages) {
    REQUIRE(stages.size() == 3);
    REQUIRE(stages[0].name.empty());
    REQUIRE(stages[1].name == "adoption");
    REQUIRE(stages[1].total == 13'219'200'000'000);
    REQUIRE(stages[2].name == "Qualität");
    REQUIRE(stages[2].is_current);
  }
  static void forge(Forgery& state) {
    state.refuses<std::uint32_t>(4, {0, 2, 4, 0xffffffff});  // entries
    state.refuses<std::int64_t>(8, {INT64_MIN, first_instant.value - 1, as_of - 1, last_instant.value + 1, INT64_MAX});
    state.takes<std::int64_t>(8, {as_of + 1});
    state.refuses<std::uint64_t>(16, {0, 52, 54, 1 << 20, UINT64_MAX});  // bytes of all
    state.refuses<std::uint32_t>(24, {1, 2, 0xffffffff});                // 0: entries have no ranks
    state.refuses<std::uint32_t>(28, {1, 0xffffffff});
    state.refuses<std::int64_t>(32, {INT64_MIN, first_instant.value - 1, as_of + 1, INT64_MAX});  // the first one's
    state.refuses<std::uint32_t>(40, {7, 9, 60, 0xffffffff});                                     // its length
    state.refuses<std::uint8_t>(44, {0x00, 0x80, 0xc3, 0xff});                                    // its text
    state.takes<std::uint8_t>(44, {'A'});
  }
  static std::vector<State::Row> rows(const AnyValues& any) {
    const auto at = static_cast<std::int64_t>(any.value);
    return {
        {"value", {at}, any.day.value}, {"risk", {at}, -any.day.value}, {"", first_instant}, {"value", last_instant}};
  }
  static void promises(const Result& stages) {
    std::size_t current = 0;
    for (const auto& stage : stages) {
      REQUIRE(stage.total >= 0 && stage.visits >= 1);
      current += stage.is_current;
    }
    REQUIRE(current == (stages.empty() ? 0 : 1));
  }
};

}  // namespace c360::testing
