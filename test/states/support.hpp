// Examples of the support domain's stored formats.
// Must not know: GoogleTest, libFuzzer.
#pragma once

#include "states/example.hpp"

namespace c360::testing {

template <>
struct Example<support::MaxBurst> : ExampleOf<support::MaxBurst> {
  static constexpr std::string_view golden = "max_burst_v1";
  static State::Parameters parameters() { return {7 * std::int64_t{86'400'000'000}}; }
  static void write(Aggregate<State>& aggregate) {
    for (const Instant at : {last_instant, first_instant, Instant{0}, Instant{1}, Instant{-1}}) aggregate.add({at});
  }
  static std::size_t size() { return 16 + 5 * 8; }
  static void read(const Result& most) { REQUIRE(most == 3); }
  static void forge(Forgery& state) {
    state.refuses<std::uint32_t>(4, {6, 0xffffffff});    // events
    state.refuses<std::int64_t>(8, {INT64_MIN, -1, 0});  // the window's length
    state.refuses<std::int64_t>(16, {INT64_MIN, first_instant.value - 1, last_instant.value + 1, INT64_MAX});
    state.takes<Instant>(16, {first_instant, last_instant});
  }
  static std::vector<State::Row> rows(const AnyValues& any) {
    return {{Instant{any.day.value}}, {first_instant}, {last_instant}};
  }
};

}  // namespace c360::testing
