// Examples of the scorecard domain's stored formats.
// Must not know: GoogleTest, libFuzzer.
#pragma once

#include "states/example.hpp"

namespace c360::testing {

template <>
struct Example<scorecard::BandChanges> : ExampleOf<scorecard::BandChanges> {
  static constexpr std::string_view golden = "band_changes_v1";
  static State::Parameters parameters() {
    return State::Parameters::parse(R"([{"label": "red", "lt": 40}, {"label": "green", "ge": 40, "leave": 45}])");
  }
  static void write(Aggregate<State>& aggregate) {
    aggregate.add({day("2026-01-02"), "39.5"});
    aggregate.add({day("2026-01-01"), "50"});
    aggregate.add({day("2026-01-03"), "42"});
  }
  static std::size_t size() { return 16 + 72 + 3 * 8; }
  static void read(const Result& changes) {
    REQUIRE(changes.size() == 2);
    REQUIRE(changes[0].band == "green");
    REQUIRE(changes[1].band == "red");
    REQUIRE(changes[1].day == day("2026-01-02"));
  }
  static void forge(Forgery& state) {
    state.refuses<std::uint32_t>(4, {4, 1000});   // scores
    state.refuses<std::uint32_t>(8, {70, 1000});  // bytes of the document
    state.refuses<std::int32_t>(12, {1});
    state.refuses<std::int32_t>(16, {0});  // no JSON
    state.refuses<std::int32_t>(88, {last_day.value + 1});
    state.refuses<std::uint32_t>(92, {0, 2, 6, 8, 100});  // place: odd, but for the band that has a "leave"
    state.takes<std::uint32_t>(92, {1, 3, 4, 5, 7});
  }
  static std::vector<State::Row> rows(const AnyValues&) { return {}; }  // they need the bands of a query
  static void promises(const Result& changes) {
    for (std::size_t i = 0; i < changes.size(); ++i) {
      REQUIRE((changes[i].direction == State::Direction::first) == (i == 0));
      REQUIRE(i == 0 || (changes[i].previous == changes[i - 1].band && changes[i].band != changes[i].previous &&
                         changes[i].day > changes[i - 1].day));
    }
  }
};

}  // namespace c360::testing
