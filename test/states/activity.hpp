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
    state.refuses<std::uint8_t>(15, {2, 255});                                                        // rule
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

template <>
struct Example<activity::Sessions> : ExampleOf<activity::Sessions> {
  static constexpr std::string_view golden = "sessions_v1";
  static State::Parameters parameters() { return {10}; }
  static void write(Aggregate<State>& aggregate) {
    for (const std::int64_t at : {0, 9, 20, 30, 39, -50}) aggregate.add({Instant{at}});
    aggregate.add({last_instant});
  }
  static std::size_t size() { return 24 + 5 * 16; }
  static void read(const Result& result) {
    REQUIRE(result.sessions == 5);
    REQUIRE(result.total == 18);
    REQUIRE(result.longest == 9);
    REQUIRE(result.median == 0);
  }
  static void forge(Forgery& state) {
    forge_counts(state);
    state.refuses<std::int32_t>(12, {1, -1});
    state.refuses<std::int64_t>(16, {INT64_MIN, -1, 0, 21});  // the gap: of 21, two sessions would be one
    state.refuses<std::int64_t>(24, {INT64_MIN, first_instant.value - 1, 0, last_instant.value + 1});  // first
    state.refuses<std::int64_t>(32, {INT64_MIN, -51, -9, 1, INT64_MAX});                               // last
    state.takes<std::int64_t>(32, {-50, -10});
    state.takes<std::uint32_t>(4, {0, 1, 4});
    state.refuses<std::uint64_t>(4, {(std::uint64_t{1} << 32 | 5)});
  }
  static std::vector<State::Row> rows(const AnyValues& any) {
    return {{Instant{any.day.value}}, {first_instant}, {last_instant}};
  }
};

template <>
struct Example<activity::WindowFunnel> : ExampleOf<activity::WindowFunnel> {
  static constexpr std::string_view golden = "window_funnel_v1";
  static State::Parameters parameters() { return {10, 3}; }
  static void write(Aggregate<State>& aggregate) {
    for (const auto& [at, steps] : {std::pair(0, 1u), {5, 2u}, {5, 1u}, {15, 4u}, {-3, 7u}, {4, 0u}})
      aggregate.add({Instant{at}, steps});
  }
  static std::size_t size() { return 24 + 4 * 12; }
  static void read(const Result& deepest) { REQUIRE(deepest == 3); }
  static void forge(Forgery& state) {
    forge_counts(state);
    state.refuses<std::int32_t>(12, {INT32_MIN, 0, 2, 33});                                               // steps
    state.refuses<std::int64_t>(16, {INT64_MIN, -1});                                                     // within
    state.refuses<std::int64_t>(24, {INT64_MIN, first_instant.value - 1, 0, 1, last_instant.value + 1});  // instant
    state.refuses<std::uint32_t>(32, {0, 8, 0xffffffff});                                                 // its steps
    state.takes<std::uint32_t>(4, {0, 1, 3});
  }
  static std::vector<State::Row> rows(const AnyValues& any) {
    return {{Instant{any.day.value}, 1}, {first_instant, 0xffffffff}, {last_instant, 2}};
  }
  static void promises(const Result& deepest) { REQUIRE(deepest >= 0 && deepest <= State::most_steps); }
};

template <>
struct Example<activity::HistoryAgg> : ExampleOf<activity::HistoryAgg> {
  static constexpr std::string_view golden = "activity_agg_v1";
  static void write(Aggregate<State>& aggregate) {
    for (const std::string_view each : {"2026-02-28", "2026-02-27", "4714-11-24 BC", "2026-03-02", "5874897-12-31"})
      aggregate.add(day(each));
  }
  static std::size_t size() { return 12 + 3 * 12; }
  static void read(const Result& value) {
    activity::HistoryView::validate(value.bytes());
    REQUIRE(std::ranges::equal(
        value.bytes(), History("{[\"4714-11-24 BC\",\"4714-11-25 BC\"),[2026-02-27,2026-03-01),[2026-03-02,2026-03-03),"
                               "[5874897-12-31,5874897-12-31]}")
                           .bytes()));
  }
  static void forge(Forgery& state) {
    forge_counts(state);
    state.refuses<std::int32_t>(12, {INT32_MIN, INT32_MAX});      // index
    state.refuses<std::uint64_t>(16, {0, 1, ~std::uint64_t{0}});  // days
    state.takes<std::uint32_t>(4, {0, 1, 2});
  }
  static std::vector<State::Row> rows(const AnyValues& any) { return {any.day, first_day, last_day}; }
  static void promises(const Result& value) { activity::HistoryView::validate(value.bytes()); }
};

}  // namespace c360::testing
