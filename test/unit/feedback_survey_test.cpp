// Survey answers: NPS, CSAT and CES from counts of the answers (METRICS D5).
#include "core/feedback/survey.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "aggregate.hpp"
#include "core/feedback/options.hpp"

namespace c360::feedback {
namespace {

using namespace testing;

Millionths score(std::int64_t whole) { return Millionths::from_units(Millionths::Units{whole} * Millionths::scale); }

SurveyAnswers::Result recommendations(std::initializer_list<std::int64_t> scores) {
  Aggregate<SurveyAnswers> aggregate({Survey::promoters});
  for (const std::int64_t one : scores) aggregate.add(recommendation(score(one)));
  aggregate.expect_valid();
  return aggregate.result();
}

SurveyAnswers::Result answers(const Question& question, std::initializer_list<std::int64_t> scores) {
  Aggregate<SurveyAnswers> aggregate({Survey::boxes});
  for (const std::int64_t one : scores) aggregate.add(answer(question, score(one)));
  aggregate.expect_valid();
  return aggregate.result();
}

TEST(Survey, PromotersGive9And10DetractorsUpTo6) {
  const NetPromoters net(recommendations({10, 9, 8, 7, 6, 0, 0, 10}));
  EXPECT_EQ(net.count, 8);
  EXPECT_EQ(net.promoters, 3);
  EXPECT_EQ(net.passives, 2);
  EXPECT_EQ(net.detractors, 3);
}

TEST(Survey, TheMarginComesFromTheSampleVariance) {
  // +1, +1, 0, −1: mean 1/4, sample variance 11/12.
  const NetPromoters net(recommendations({10, 9, 8, 1}));
  EXPECT_NEAR(*net.standard_error, 100 * std::sqrt(11.0 / 12 / 4), 1e-12);
  EXPECT_NEAR(*net.margin_95, 196 * std::sqrt(11.0 / 12 / 4), 1e-12);
  // All of one mind: nothing varies. Of one answer nobody knows how much they vary.
  EXPECT_EQ(NetPromoters(recommendations({10, 9})).standard_error, 0);
  EXPECT_EQ(NetPromoters(recommendations({10})).standard_error, std::nullopt);
  EXPECT_EQ(NetPromoters(recommendations({})).margin_95, std::nullopt);
}

TEST(Survey, NpsIsPromotersLessDetractorsOfAHundred) {
  EXPECT_EQ(NetPromoters(recommendations({10, 9, 8, 1})).score(), (Ratio{100, 4}));
  EXPECT_EQ(NetPromoters(recommendations({0, 6, 7})).score(), (Ratio{-200, 3}));
  EXPECT_EQ(NetPromoters(recommendations({})).score(), (Ratio{0, 0}));
}

TEST(Survey, GoodBoxesAreOneOf2And3TwoOf4And5ThreeOfMore) {
  const std::array<std::int32_t, 9> usual = {1, 1, 2, 2, 3, 3, 3, 3, 3};
  for (std::int32_t scale = 2; scale <= 10; ++scale) {
    EXPECT_EQ(Question(scale).boxes, usual[static_cast<std::size_t>(scale - 2)]) << scale;
    for (std::int32_t boxes = 1; boxes < scale; ++boxes) EXPECT_EQ(Question(scale, boxes).boxes, boxes);
  }
}

TEST(Survey, CsatIsTheShareOfGoodAnswers) {
  EXPECT_EQ(customer_satisfaction(answers(Question(csat_scale), {5, 4, 3, 1, 5})), (Ratio{3, 5}));
  EXPECT_EQ(customer_satisfaction(answers(Question(2), {2, 1})), (Ratio{1, 2}));     // good, bad
  EXPECT_EQ(customer_satisfaction(answers(Question(3), {1, 2, 3})), (Ratio{1, 3}));  // smileys: the middle is none
  EXPECT_EQ(customer_satisfaction(answers(Question(10), {8, 8, 10, 3})), (Ratio{3, 4}));
  EXPECT_EQ(customer_satisfaction(answers(Question(10, 1), {8, 8, 10, 3})), (Ratio{1, 4}));
  EXPECT_EQ(customer_satisfaction(answers(Question(6, {}, true), {1, 3, 4, 6})), (Ratio{2, 4}));  // school grades
  EXPECT_EQ(customer_satisfaction(answers(Question(csat_scale), {})), (Ratio{0, 0}));
}

TEST(Survey, CesIsTheMeanAndTheShareOfEasyAnswers) {
  const CustomerEffort effort(answers(Question(ces_scale), {7, 5, 6, 1}));
  EXPECT_EQ(effort.count, 4);
  EXPECT_EQ(effort.mean, (Ratio{19, 4}));
  EXPECT_EQ(effort.top_box, (Ratio{3, 4}));
  EXPECT_EQ(CustomerEffort(answers(Question(ces_scale), {})).mean, (Ratio{0, 0}));
}

TEST(Survey, WhereLowIsGoodTheScaleIsTurnedRound) {
  const CustomerEffort effort(answers(Question(5, {}, true), {1, 1, 2, 5}));
  EXPECT_EQ(effort.mean, (Ratio{5 + 5 + 4 + 1, 4}));
  EXPECT_EQ(effort.top_box, (Ratio{3, 4}));
  EXPECT_FALSE(low_is_good(parse_json("{}"), ces_ends));
  EXPECT_FALSE(low_is_good(parse_json(R"({"low_is": "hard"})"), ces_ends));
  EXPECT_TRUE(low_is_good(parse_json(R"({"low_is": "easy"})"), ces_ends));
  EXPECT_TRUE(low_is_good(parse_json(R"({"low_is": "good"})"), csat_ends));
  for (const std::string_view json : {R"({"low_is": "good"})", R"({"low_is": 1})", R"({"low": "easy"})", "[]", "1",
                                      R"({"low_is": ""})", R"({"low_is": "easy", "scale": 7})"})
    EXPECT_EQ(error_of([&] { low_is_good(parse_json(json), ces_ends); }), ErrorKind::invalid_parameter) << json;
}

// A company that went from five stars to seven.
TEST(Survey, AnswersOnSeveralScalesHaveSharesAndNoMean) {
  Aggregate<SurveyAnswers> five({Survey::boxes}), seven({Survey::boxes});
  five.add(answer(Question(5), score(4)));
  seven.add(answer(Question(7), score(4)));
  seven.add(answer(Question(7), score(7)));
  EXPECT_EQ(CustomerEffort(seven.result()).mean, (Ratio{11, 2}));
  five.merge(seven);
  five.expect_valid();
  EXPECT_EQ(customer_satisfaction(five.result()), (Ratio{2, 3}));
  EXPECT_EQ(CustomerEffort(five.result()).mean, (Ratio{15, 0}));
  five.add(answer(Question(7), score(1)));
  EXPECT_EQ(CustomerEffort(five.result()).mean, (Ratio{16, 0}));
}

TEST(Survey, OtherScoresAreRefused) {
  const auto of_ten = [](Millionths given) { return error_of([&] { (void)recommendation(given); }); };
  const auto of_five = [](Millionths given) { return error_of([&] { (void)answer(Question(5), given); }); };
  for (const std::int64_t whole : {std::int64_t{-1}, std::int64_t{11}, std::numeric_limits<std::int64_t>::min(),
                                   std::numeric_limits<std::int64_t>::max()})
    EXPECT_EQ(of_ten(score(whole)), ErrorKind::invalid_parameter) << whole;
  for (const std::int64_t whole : {0, 6, -5}) EXPECT_EQ(of_five(score(whole)), ErrorKind::invalid_parameter) << whole;
  for (const std::int64_t units : {7'500'000, 1, -1, 9'999'999, 10'000'001})
    EXPECT_EQ(of_ten(Millionths::from_units(units)), ErrorKind::invalid_parameter) << units;
  for (const Millionths::Units units : {~(Millionths::Units{1} << 127), Millionths::Units{1} << 127})
    EXPECT_EQ(of_ten(Millionths::from_units(units)), ErrorKind::invalid_parameter);
  EXPECT_EQ(detail_of([&] { (void)recommendation(score(11)); }),
            "The score is 11; the scale consists of the whole numbers 0 to 10.");
  EXPECT_EQ(detail_of([&] { (void)answer(Question(5), Millionths::from_units(4'500'000)); }),
            "The score is 4.50; the scale consists of the whole numbers 1 to 5.");
}

TEST(Survey, ScalesGoTo2To10AndBoxesAreSomeOfThem) {
  for (const std::int32_t scale : {1, 11, 0, -1, INT32_MIN, INT32_MAX})
    EXPECT_EQ(error_of([&] { Question{scale}; }), ErrorKind::invalid_parameter) << scale;
  for (const std::int32_t boxes : {0, 5, 6, -1, INT32_MIN, INT32_MAX})
    EXPECT_EQ(error_of([&] { Question(5, boxes); }), ErrorKind::invalid_parameter) << boxes;
}

TEST(Survey, RecommendationsAreNoBoxes) {
  Aggregate<SurveyAnswers> nps({Survey::promoters}), csat({Survey::boxes});
  EXPECT_EQ(error_of([&] { nps.merge(csat); }), ErrorKind::invalid_parameter);
  EXPECT_EQ(error_of([&] { csat.merge(nps); }), ErrorKind::invalid_parameter);
}

TEST(Survey, AgreesWithCountingInPartsAndWhole) {
  Chance chance(500);
  for (int round = 0; round < 500; ++round) {
    const bool is_nps = chance.one_in(3), is_mixed = chance.one_in(3);
    const std::int32_t scale = chance.small(2, 10);
    std::vector<SurveyAnswers::Row> rows;
    SurveyAnswers::Result expected;
    for (std::int64_t i = chance.number(0, 60); i > 0; --i) {
      if (is_nps) {
        const std::int64_t whole = chance.number(0, 10);
        rows.push_back(recommendation(score(whole)));
        expected.good += whole > 8;
        expected.bad += whole < 7;
      } else {
        const std::int32_t highest = is_mixed ? chance.small(2, 10) : scale, boxes = chance.small(1, highest - 1);
        const bool low = chance.one_in(2);
        const std::int32_t whole = chance.small(1, highest);
        rows.push_back(answer(Question(highest, boxes, low), score(whole)));
        expected.good += low ? whole <= boxes : whole > highest - boxes;
        expected.sum += low ? highest + 1 - whole : whole;
        if (expected.answers == 0)
          expected.scale = highest;
        else if (expected.scale != highest)
          expected.scale = SurveyAnswers::several_scales;
      }
      ++expected.answers;
    }
    const SurveyAnswers::Parameters parameters{is_nps ? Survey::promoters : Survey::boxes};
    const auto same = [&](const SurveyAnswers::Result& a) {
      EXPECT_EQ(a.answers, expected.answers);
      EXPECT_EQ(a.good, expected.good);
      EXPECT_EQ(a.bad, expected.bad);
      EXPECT_EQ(a.sum, expected.sum);
      EXPECT_EQ(a.scale, expected.scale);
    };
    expect_parts_merge_to_the_whole<SurveyAnswers>(parameters, rows, chance,
                                                   [&](const auto& whole, const auto& merged) {
                                                     same(whole);
                                                     same(merged);
                                                   });
    ASSERT_FALSE(HasFailure());
  }
}

}  // namespace
}  // namespace c360::feedback
