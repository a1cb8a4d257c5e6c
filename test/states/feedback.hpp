// Examples of the feedback domain's stored formats.
// Must not know: GoogleTest, libFuzzer.
#pragma once

#include "states/example.hpp"

namespace c360::testing {

struct EffortAnswers : ExampleOf<feedback::SurveyAnswers> {
  static constexpr std::string_view golden = "survey_ces_v1";
  static State::Parameters parameters() { return {feedback::Survey::boxes}; }
  static void write(Aggregate<State>& aggregate) {
    const feedback::Question seven(7);
    for (int i = 0; i < 300; ++i) aggregate.add(feedback::answer(seven, number(i % 3 == 0 ? "4" : "7")));
  }
  static std::size_t size() { return 48; }
  static void read(const Result& answers) {
    REQUIRE(answers.answers == 300);
    REQUIRE(answers.good == 200);
    REQUIRE(answers.sum == 1800);
    REQUIRE(answers.scale == 7);
  }
  static void forge(Forgery& state) {
    state.refuses<std::uint32_t>(4, {0, 2, 0xffffffff});                 // the kind of survey
    state.refuses<std::int32_t>(8, {INT32_MIN, 0, 1, 5, 11, 254, 256});  // scale: of 5, the sum is too large
    state.takes<std::int32_t>(8, {8, 10, State::several_scales});
    state.refuses<std::int64_t>(24, {INT64_MIN, -1, 301, INT64_MAX});     // good
    state.refuses<std::int64_t>(32, {INT64_MIN, -1, 1, 300, INT64_MAX});  // bad: of recommendations only
    state.refuses<std::int64_t>(40, {INT64_MIN, 299, 2101, INT64_MAX});   // sum
  }
};

template <>
struct Example<feedback::SurveyAnswers> : ExampleOf<feedback::SurveyAnswers> {
  using More = TypeList<EffortAnswers>;
  static constexpr std::string_view golden = "survey_nps_v1";
  static State::Parameters parameters() { return {feedback::Survey::promoters}; }
  static void write(Aggregate<State>& aggregate) {
    for (const std::string_view score : {"0", "10", "10", "7"}) aggregate.add(feedback::recommendation(number(score)));
  }
  static std::size_t size() { return 48; }
  static void read(const Result& answers) {
    const feedback::NetPromoters net(answers);
    REQUIRE(net.count == 4);
    REQUIRE(net.promoters == 2);
    REQUIRE(net.detractors == 1);
  }
  static void forge(Forgery& state) {
    state.refuses<std::uint32_t>(4, {1, 2, 0xffffffff});  // the kind of survey
    state.refuses<std::int32_t>(8, {-1, 1, 10, State::several_scales});
    state.refuses<std::uint32_t>(12, {1});
    const std::int64_t most = std::int64_t{1} << 48;
    state.refuses<std::int64_t>(16, {INT64_MIN, -1, 0, 2, most + 1, INT64_MAX});  // answers
    state.takes<std::int64_t>(16, {3, most});
    state.refuses<std::int64_t>(24, {INT64_MIN, -1, 4, INT64_MAX});  // good
    state.refuses<std::int64_t>(32, {INT64_MIN, -1, 3, INT64_MAX});  // bad
    state.refuses<std::int64_t>(40, {-1, 1});                        // no sum
  }
  static std::vector<State::Row> rows(const AnyValues&) {
    return {feedback::recommendation(number("3")), feedback::answer(feedback::Question(2), number("2"))};
  }
  static void promises(const Result& answers) {
    REQUIRE(answers.answers >= 0 && answers.good + answers.bad <= answers.answers);
  }
};

}  // namespace c360::testing
