// Examples of the stats domain's stored formats.
// Must not know: GoogleTest, libFuzzer.
#pragma once

#include <cmath>
#include <limits>

#include "states/example.hpp"

namespace c360::testing {

template <>
struct Example<stats::Sparkline> : ExampleOf<stats::Sparkline> {
  static constexpr std::string_view golden = "sparkline_v1";
  static void write(Aggregate<State>& aggregate) {
    aggregate.add({day("2026-01-02"), 7.25});
    aggregate.add({day("2026-01-01"), std::numeric_limits<double>::quiet_NaN()});
    aggregate.add({day("2026-01-03"), -1});
  }
  static std::size_t size() { return 8 + 3 * 12; }
  static void read(const Result& line) { REQUIRE(line == " █▁"); }
  static void forge(Forgery& state) {
    state.refuses<std::uint32_t>(4, {4, 0xffffffff});  // points
    state.refuses<std::int32_t>(8, {first_day.value - 1});
    state.refuses<double>(12, {std::numeric_limits<double>::infinity()});
    state.takes<double>(12, {std::numeric_limits<double>::quiet_NaN()});  // a NULL
  }
  static std::vector<State::Row> rows(const AnyValues& any) { return {{any.day, any.value}, {first_day, -any.value}}; }
};

template <>
struct Example<stats::Predictiveness> : ExampleOf<stats::Predictiveness> {
  static constexpr std::string_view golden = "predictiveness_v1";
  static void write(Aggregate<State>& aggregate) {
    aggregate.add({0.25, true});
    aggregate.add({7, false});
    aggregate.add({-1e300, true});
    aggregate.add({7, true});
  }
  static std::size_t size() { return 60; }  // both ends belong to the format, so that all of it does
  static std::size_t least() { return 12 + 4 * 8; }
  static void read(const Result& findings) {
    REQUIRE(findings.has_value());
    REQUIRE(findings->customers == 4);
    REQUIRE(findings->churned == 3);
    REQUIRE(findings->auc.numerator == 1);
    REQUIRE(findings->auc.denominator == 6);
  }
  static void forge(Forgery& state) {
    state.refuses<std::uint32_t>(4, {2, 0xffffffff});      // stayed
    state.refuses<std::uint32_t>(8, {4, 0xffffffff});      // churned
    state.refuses<std::uint64_t>(4, {~std::uint64_t{0}});  // both
    for (const std::size_t at : {12u, 20u})
      state.refuses<double>(at, {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
                                 std::numeric_limits<double>::quiet_NaN()});
    state.takes<std::uint32_t>(4, {0});  // nobody stayed: no answer, but no fault
  }
  static std::vector<State::Row> rows(const AnyValues& any) {
    return {{any.value, true}, {-any.value, false}, {0, true}, {any.value / 7, true}};
  }
  static void promises(const Result& findings) {
    if (!findings) return;
    REQUIRE(findings->churned > 0 && findings->churned < findings->customers);
    REQUIRE(findings->auc.numerator >= 0 && findings->auc.numerator <= findings->auc.denominator);
    REQUIRE(findings->information_value >= 0 && std::isfinite(findings->information_value));
    REQUIRE(!findings->r || std::abs(*findings->r) <= 1);
    REQUIRE(findings->direction.has_value() == (2 * findings->auc.numerator != findings->auc.denominator));
    REQUIRE(!findings->lift ||
            (findings->lift->numerator >= 0 && findings->lift->numerator <= 10 * findings->lift->denominator));
  }
};

template <>
struct Example<stats::Trend> : ExampleOf<stats::Trend> {
  static constexpr std::string_view golden = "trend_v1";
  static void write(Aggregate<State>& aggregate) {
    aggregate.add({number("9223372036854.775807"), day("5874897-12-31")});
    for (int i = 0; i < 20; ++i) aggregate.add({number("-9223372036854.775807"), day("4714-11-24 BC")});
    aggregate.add({number("0.000001"), day("2000-01-02")});
  }
  static std::size_t size() { return 104; }
  static void read(const Result& line) {
    REQUIRE(line.has_value());
    REQUIRE(line->count == 22);
    REQUIRE(line->direction == stats::Direction::up);
    REQUIRE(std::abs(line->slope_per_30_days - 251'722.512'238'813'83) < 1e-9);
  }
  // Count 8, Σx 16, Σx² 32, Σy 48, Σxy 64, Σy² 80.
  static void forge(Forgery& state) {
    state.refuses<std::int64_t>(8, {INT64_MIN, -1, 0, 1, 20, (std::int64_t{1} << 48) + 1, INT64_MAX});
    const Whole huge = Whole::from_units(Whole::Units{1} << 126), least = Whole::from_units(Whole::Units{1} << 127);
    state.refuses<Whole>(16, {huge, least});  // days outside the calendar
    state.refuses<Whole>(32, {huge, least, Whole()});
    state.refuses<Whole>(48, {huge, least});  // squares too small for their sum
    state.refuses<Whole>(64, {huge, least});
    state.refuses<std::uint64_t>(96, {0, 6});  // too small for their sum, larger than values can be
    const Bytes empty = Aggregate<State>({}).bytes();
    for (const std::size_t at : {16u, 32u, 48u, 64u, 80u}) {
      Bytes bytes = empty;
      overwrite(bytes, at, Whole::from_units(1));
      state.refuses(bytes);
    }
  }
  static std::vector<State::Row> rows(const AnyValues& any) {
    return {{any.number(), any.day}, {Millionths() - any.number(), first_day}, {any.number(), last_day}};
  }
  static void promises(const Result& line) {
    REQUIRE(!line || (std::isfinite(line->slope_per_30_days) && std::abs(line->r.value_or(0)) <= 1 + 1e-12));
  }
};

}  // namespace c360::testing
