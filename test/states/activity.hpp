// Examples of the activity domain's stored formats.
// Must not know: GoogleTest, libFuzzer.
#pragma once

#include "states/example.hpp"

namespace c360::testing {

template <>
struct Example<activity::HistoryView> {
  static constexpr std::string_view golden = "activity_history_v1";
  using Value = History;
  static constexpr std::string_view text =
      "{[\"4714-11-24 BC\",\"4714-11-25 "
      "BC\"),[1999-12-31,2000-01-02),[2026-01-01,2026-04-01),[5874897-12-31,5874897-12-31]}";
};

// What the fuzzer's rows know of an entity: nothing, and days far apart.
inline const History& no_days() {
  static const History history("{}");
  return history;
}
inline const History& scattered_days() {
  static const History history(
      "{[\"4714-11-24 BC\",\"4714-11-25 BC\"),[2025-01-01,2026-07-01),[9999-12-31,10000-01-02),"
      "[5874897-12-31,5874897-12-31]}");
  return history;
}

template <>
struct Example<activity::Stickiness> : ExampleOf<activity::Stickiness> {
  static constexpr std::string_view golden = "stickiness_v1";
  static State::Parameters parameters() { return {day("2026-02-28"), 28}; }
  static void write(Aggregate<State>& aggregate) {
    const History february("{[2026-02-01,2026-03-01)}"), once("{[2026-02-14,2026-02-15)}");
    aggregate.add({february.view()});
    aggregate.add({once.view()});
  }
  static std::size_t size() { return 32; }
  static void read(const Result& result) {
    REQUIRE(result.active_days == 29);
    REQUIRE(result.possible_days == 56);
  }
  static void forge(Forgery& state) {
    state.refuses<std::int32_t>(4, {INT32_MIN, first_day.value - 1, last_day.value + 1, INT32_MAX});  // as_of
    state.refuses<std::int32_t>(8, {INT32_MIN, 0, 14, 1001});                                         // window_days
    state.refuses<std::int64_t>(16, {INT64_MIN, -1, 0, 57, INT64_MAX});                               // active days
    state.refuses<std::int64_t>(24, {INT64_MIN, -1, 0, 30, (std::int64_t{1} << 48) + 1, INT64_MAX});  // users
  }
  static std::vector<State::Row> rows(const AnyValues&) { return {{scattered_days().view()}, {no_days().view()}}; }
};

struct RetentionWithoutACohort : ExampleOf<activity::Retention> {
  static constexpr std::string_view golden = "retention_empty_v1";
  static State::Parameters parameters() { return {Grain::parse("28 days"), 0, day("0044-03-15 BC")}; }
  static void write(Aggregate<State>&) {}
  static std::size_t size() { return 24 + 8; }
  static void read(const Result& result) { REQUIRE(result.finished == 0); }
  static void forge(Forgery&) {}
};

template <>
struct Example<activity::Retention> : ExampleOf<activity::Retention> {
  using More = TypeList<RetentionWithoutACohort>;
  static constexpr std::string_view golden = "retention_v1";
  static State::Parameters parameters() { return {Grain::parse("week(sunday)"), 3, day("2026-02-28")}; }
  static void write(Aggregate<State>& aggregate) {
    const History first("{[2026-02-01,2026-02-09)}"), second("{[2026-02-03,2026-02-04),[2026-02-27,2026-02-28)}");
    aggregate.add({first.view(), {}});
    aggregate.add({second.view(), {}});
  }
  static std::size_t size() { return 24 + 4 * 8; }
  static void read(const Result& result) {
    REQUIRE(result.finished == 4);
    REQUIRE(std::ranges::equal(result.active, std::vector<std::int64_t>{2, 1, 0, 1}));
  }
  static void forge(Forgery& state) {
    state.refuses<std::int32_t>(4, {INT32_MIN, -1, 4, 1200, 1201, INT32_MAX});                        // periods
    state.refuses<std::int32_t>(8, {INT32_MIN, first_day.value - 1, last_day.value + 1, INT32_MAX});  // as_of
    state.refuses<std::uint16_t>(12, {11, 1012, 65535});                                              // grain
    state.refuses<std::uint8_t>(14, {2});                                                             // has cohort
    state.refuses<std::uint8_t>(15, {1});
    const std::int64_t farthest = std::int64_t{1} << 32;
    state.refuses<std::int64_t>(16, {INT64_MIN, INT64_MIN + 1, -farthest - 1, farthest + 1, INT64_MAX});  // cohort
    state.refuses<std::int64_t>(24 + 16, {INT64_MIN, -1, std::int64_t{1} << 48, INT64_MAX});  // entities of a period
  }
  static std::vector<State::Row> rows(const AnyValues& any) {
    return {{scattered_days().view(), {}},
            {no_days().view(), {}},
            {scattered_days().view(), any.day},
            {no_days().view(), any.day}};
  }
};

template <>
struct Example<activity::ActiveUsers> : ExampleOf<activity::ActiveUsers> {
  static constexpr std::string_view golden = "active_users_v1";
  static State::Parameters parameters() { return {day("2026-02-10").value, day("2026-02-14").value, 2, {1, 7}}; }
  // Counters hold what was merged, planes the first eight entities, waiting rows the ninth and tenth.
  static void write(Aggregate<State>& aggregate) {
    const History often("{[2026-02-10,2026-02-12)}"), once("{[2026-02-13,2026-02-14)}");
    Aggregate<State> merged(parameters());
    for (int i = 0; i < 3; ++i) merged.add({often.view()});
    for (int i = 0; i < 9; ++i) aggregate.add({often.view()});
    aggregate.add({once.view()});
    aggregate.merge(merged);
  }
  static std::size_t size() { return State::size(parameters()); }
  static void read(const Result& result) {
    REQUIRE(result.windows == 2);
    REQUIRE(std::ranges::equal(result.counts, std::vector<std::int64_t>{12, 12, 0, 1, 12, 12, 12, 13}));
  }
  static void forge(Forgery& state) {
    state.refuses<std::uint32_t>(4, {4088, 4096, 0xffffffff});  // waiting for a flush
    state.refuses<std::int32_t>(8, {INT32_MIN, first_day.value - 1, day("2026-02-15").value, INT32_MAX, 0, -40'000});
    state.refuses<std::int32_t>(12,
                                {INT32_MIN, day("2026-02-09").value, last_day.value, last_day.value + 1, INT32_MAX});
    state.refuses<std::int32_t>(16, {INT32_MIN, -1, 0, 8, 9, INT32_MAX});        // number of windows
    state.refuses<std::int32_t>(20, {INT32_MIN, -1, 0, 1000, 1001, INT32_MAX});  // the first window
    state.refuses<std::uint64_t>(state.size() - 8, {std::uint64_t{1} << 48});    // the last counter
  }
  static std::vector<State::Row> rows(const AnyValues&) {
    return std::vector<State::Row>(17, {scattered_days().view()});
  }
};

template <>
struct Example<activity::UsageDrop> : ExampleOf<activity::UsageDrop> {
  static constexpr std::string_view golden = "usage_drop_v1";
  static State::Parameters parameters() { return {day("2026-03-01"), 1, 3}; }
  static void write(Aggregate<State>& aggregate) {
    aggregate.add({day("2026-02-08"), Millionths::from_units(10'500'000)});
    aggregate.add({day("2026-02-15"), Millionths::from_units((Millionths::Units{1} << 70) + 1)});
    aggregate.add({day("2026-03-01"), Millionths::from_units(1)});
    aggregate.add({day("2026-01-01"), Millionths{}});
  }
  static std::size_t size() { return 24 + 4 * 16; }
  static void read(const Result& result) { REQUIRE(result.recent == 0.000'001); }
  static void forge(Forgery& state) {
    state.refuses<std::int32_t>(4, {INT32_MIN, first_day.value - 1, last_day.value + 1});  // as_of
    state.refuses<std::int32_t>(8, {INT32_MIN, 0, 2, 52, 53});                             // recent weeks
    state.refuses<std::int32_t>(12, {INT32_MIN, 2, 4, 104, 105});                          // baseline weeks
    state.refuses<std::int32_t>(16, {-1, 2});                                              // has first day
    state.refuses<std::int32_t>(20, {last_day.value + 1});                                 // first day
    state.refuses<Millionths>(24, {Millionths::from_units(-1)});
  }
  static std::vector<State::Row> rows(const AnyValues& any) {
    return {{any.day, any.number()}, {first_day, {}}, {last_day, {}}};
  }
};

}  // namespace c360::testing
