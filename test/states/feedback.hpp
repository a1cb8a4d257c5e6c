// Examples of the feedback domain's stored formats.
// Must not know: GoogleTest, libFuzzer.
#pragma once

#include "states/example.hpp"

namespace c360::testing {

struct EffortAnswers : ExampleOf<feedback::SurveyScores> {
  static constexpr std::string_view golden = "survey_ces_v1";
  static State::Parameters parameters() { return {1, 7}; }
  static void write(Aggregate<State>& aggregate) {
    for (int i = 0; i < 300; ++i) aggregate.add({number("7")});
  }
  static std::size_t size() { return 16 + 7 * 8; }
  static void read(const Result& answers) {
    REQUIRE(answers.between(7, 7) == 300);
    REQUIRE(answers.count() == 300);
  }
  static void forge(Forgery&) {}
};

template <>
struct Example<feedback::SurveyScores> : ExampleOf<feedback::SurveyScores> {
  using More = TypeList<EffortAnswers>;
  static constexpr std::string_view golden = "survey_nps_v1";
  static State::Parameters parameters() { return feedback::nps_scale; }
  static void write(Aggregate<State>& aggregate) {
    for (const std::string_view score : {"0", "10", "10", "7"}) aggregate.add({number(score)});
  }
  static std::size_t size() { return 16 + 11 * 8; }
  static void read(const Result& answers) {
    const feedback::NetPromoters net(answers);
    REQUIRE(net.count == 4);
    REQUIRE(net.promoters == 2);
    REQUIRE(net.detractors == 1);
  }
  static void forge(Forgery& state) {
    state.refuses<std::int32_t>(4, {INT32_MIN, -1, 2, INT32_MAX});                   // lowest
    state.refuses<std::int32_t>(8, {INT32_MIN, -1, 0, 2, 11, 100, 101, INT32_MAX});  // highest
    state.takes<std::int32_t>(4, {1});                                               // a box less is needed
    const std::int64_t most = std::int64_t{1} << 48;
    for (const std::size_t box : {0u, 10u}) state.refuses<std::int64_t>(16 + box * 8, {INT64_MIN, -1, most, INT64_MAX});
    state.takes<std::int64_t>(16, {most - 3});  // beside three others
    state.refuses<std::int64_t>(16, {most - 2});
  }
  static std::vector<State::Row> rows(const AnyValues& any) { return {{number("3")}, {any.number()}, {number("1")}}; }
  static void promises(const Result& scores) {
    const std::int64_t answers = scores.count();
    REQUIRE(answers >= 0 && scores.sum() >= answers * scores.scale.lowest &&
            scores.sum() <= answers * scores.scale.highest);
  }
};

}  // namespace c360::testing
