// Survey answers: NPS, CSAT and CES from one count of the answers (METRICS D5).
#include "core/feedback/survey.hpp"

#include <cmath>
#include <limits>
#include <map>

#include "aggregate.hpp"

namespace c360::feedback {
namespace {

using namespace testing;

Millionths score(std::int64_t whole) { return Millionths::from_units(Millionths::Units{whole} * Millionths::scale); }

SurveyScores::Result answers(const Scale& scale, std::initializer_list<std::int64_t> scores) {
  Aggregate<SurveyScores> aggregate(scale);
  for (const std::int64_t one : scores) aggregate.add({score(one)});
  aggregate.expect_valid();
  return aggregate.result();
}

TEST(Survey, PromotersGive9And10DetractorsUpTo6) {
  const NetPromoters net(answers(nps_scale, {10, 9, 8, 7, 6, 0, 0, 10}));
  EXPECT_EQ(net.count, 8);
  EXPECT_EQ(net.promoters, 3);
  EXPECT_EQ(net.passives, 2);
  EXPECT_EQ(net.detractors, 3);
}

TEST(Survey, TheMarginComesFromTheSampleVariance) {
  // +1, +1, 0, −1: mean 1/4, sample variance 11/12.
  const NetPromoters net(answers(nps_scale, {10, 9, 8, 1}));
  EXPECT_NEAR(*net.standard_error, 100 * std::sqrt(11.0 / 12 / 4), 1e-12);
  EXPECT_NEAR(*net.margin_95, 196 * std::sqrt(11.0 / 12 / 4), 1e-12);
  // All of one mind: nothing varies. Of one answer nobody knows how much they vary.
  EXPECT_EQ(NetPromoters(answers(nps_scale, {10, 9})).standard_error, 0);
  EXPECT_EQ(NetPromoters(answers(nps_scale, {10})).standard_error, std::nullopt);
  EXPECT_EQ(NetPromoters(answers(nps_scale, {})).margin_95, std::nullopt);
}

TEST(Survey, BoxesAndMeansAreOfTheScale) {
  const auto five = answers({1, 5}, {5, 4, 3, 1});
  EXPECT_EQ(five.count(), 4);
  EXPECT_EQ(five.between(4, 5), 2);
  EXPECT_EQ(five.sum(), 13);
  const auto hundred = answers({1, 100}, {100, 1, 99});
  EXPECT_EQ(hundred.between(99, 100), 2);
  EXPECT_EQ(hundred.sum(), 200);
  EXPECT_EQ(answers({1, 7}, {}).sum(), 0);
}

TEST(Survey, NpsIsPromotersLessDetractorsOfAHundred) {
  EXPECT_EQ(NetPromoters(answers(nps_scale, {10, 9, 8, 1})).score(), (Ratio{100, 4}));
  EXPECT_EQ(NetPromoters(answers(nps_scale, {0, 6, 7})).score(), (Ratio{-200, 3}));
  EXPECT_EQ(NetPromoters(answers(nps_scale, {})).score(), (Ratio{0, 0}));
}

TEST(Survey, CsatIsTheShareOfTheTwoHighestAnswers) {
  EXPECT_EQ(customer_satisfaction(answers(csat_scale, {5, 4, 3, 1, 5})), (Ratio{3, 5}));
  EXPECT_EQ(customer_satisfaction(answers({1, 10}, {10, 9, 8})), (Ratio{2, 3}));
  EXPECT_EQ(customer_satisfaction(answers(csat_scale, {})), (Ratio{0, 0}));
}

TEST(Survey, CesIsTheMeanAndTheShareOfTheHighestAnswer) {
  const CustomerEffort effort(answers(ces_scale, {7, 7, 6, 1}));
  EXPECT_EQ(effort.count, 4);
  EXPECT_EQ(effort.mean, (Ratio{21, 4}));
  EXPECT_EQ(effort.top_box, (Ratio{2, 4}));
  EXPECT_EQ(CustomerEffort(answers(ces_scale, {})).mean, (Ratio{0, 0}));
}

// A state may come from outside, with a scale that the question does not expect.
TEST(Survey, ScoresThatTheScaleHasNotAreNobodys) {
  const auto five = answers({1, 5}, {5, 4, 1});
  EXPECT_EQ(five.between(0, 6), 3);
  EXPECT_EQ(five.between(9, 10), 0);
  EXPECT_EQ(five.between(INT32_MIN, INT32_MAX - 1), 3);
  EXPECT_EQ(NetPromoters(five).detractors, 3);
}

TEST(Survey, OtherScoresAreRefused) {
  const Scale five{1, 5};
  Aggregate<SurveyScores> nps(nps_scale), csat(five);
  const auto error = [](Aggregate<SurveyScores>& aggregate, Millionths money) {
    return error_of([&] { aggregate.add({money}); });
  };
  for (const std::int64_t whole : {std::int64_t{-1}, std::int64_t{11}, std::numeric_limits<std::int64_t>::min(),
                                   std::numeric_limits<std::int64_t>::max()})
    EXPECT_EQ(error(nps, score(whole)), ErrorKind::invalid_parameter) << whole;
  for (const std::int64_t whole : {0, 6, -5})
    EXPECT_EQ(error(csat, score(whole)), ErrorKind::invalid_parameter) << whole;
  for (const std::int64_t units : {7'500'000, 1, -1, 9'999'999, 10'000'001})
    EXPECT_EQ(error(nps, Millionths::from_units(units)), ErrorKind::invalid_parameter) << units;
  for (const Millionths::Units units : {~(Millionths::Units{1} << 127), Millionths::Units{1} << 127})
    EXPECT_EQ(error(nps, Millionths::from_units(units)), ErrorKind::invalid_parameter);
  EXPECT_EQ(nps.result().count(), 0);
  EXPECT_EQ(detail_of([&] { nps.add({score(11)}); }),
            "The score is 11; the scale consists of the whole numbers 0 to 10.");
  EXPECT_EQ(detail_of([&] { csat.add({Millionths::from_units(4'500'000)}); }),
            "The score is 4.50; the scale consists of the whole numbers 1 to 5.");
}

TEST(Survey, ScalesGoTo3To100) {
  for (const Scale& scale : {Scale{0, 10}, Scale{1, 3}, Scale{1, 100}})
    EXPECT_EQ(error_of([&] { scale.check(); }), std::nullopt);
  for (const Scale& scale : {Scale{1, 2}, Scale{1, 101}, Scale{1, 1}, Scale{1, 0}, Scale{0, 0}, Scale{1, INT32_MIN},
                             Scale{1, INT32_MAX}, Scale{2, 10}, Scale{-1, 10}, Scale{INT32_MIN, INT32_MAX}})
    EXPECT_EQ(error_of([&] { Aggregate<SurveyScores>{scale}; }), ErrorKind::invalid_parameter)
        << scale.lowest << ' ' << scale.highest;
}

TEST(Survey, TheScaleIsConstantWithinAGroup) {
  Aggregate<SurveyScores> five({1, 5}), seven({1, 7}), nps(nps_scale), ten({1, 10});
  EXPECT_EQ(error_of([&] { five.add({1, 7}, nullptr); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { five.merge(seven); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { nps.merge(ten); }), ErrorKind::invalid_parameter);
}

TEST(Survey, AgreesWithSortedAnswersInPartsAndWhole) {
  Chance chance(500);
  for (int round = 0; round < 500; ++round) {
    const Scale scale = chance.one_in(2) ? nps_scale : Scale{1, chance.small(3, 100)};
    std::vector<SurveyScores::Row> rows;
    std::map<std::int64_t, std::int64_t> expected;
    for (std::int64_t i = chance.number(0, 60); i > 0; --i) {
      const std::int64_t whole = chance.number(scale.lowest, scale.highest);
      rows.push_back({score(whole)});
      ++expected[whole];
    }
    expect_parts_merge_to_the_whole<SurveyScores>(scale, rows, chance, [&](const auto& whole, const auto& merged) {
      EXPECT_EQ(whole.answers, merged.answers);
      EXPECT_EQ(whole.scale, merged.scale);
      EXPECT_EQ(whole.count(), static_cast<std::int64_t>(rows.size()));
      for (std::int32_t one = scale.lowest; one <= scale.highest; ++one)
        EXPECT_EQ(whole.between(one, one), expected.contains(one) ? expected[one] : 0);
    });
    ASSERT_FALSE(HasFailure());
  }
}

}  // namespace
}  // namespace c360::feedback
