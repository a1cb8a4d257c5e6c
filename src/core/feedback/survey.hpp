// Survey answers (METRICS D5): how many there are, and how many of them are good. NPS, CSAT and CES are read off it.
// Must not know: how a fraction is printed.
#pragma once

#include <memory_resource>
#include <optional>
#include <string_view>

#include "core/base/exact.hpp"
#include "core/base/ratio.hpp"
#include "core/base/state.hpp"

namespace c360::feedback {

// What can be answered, and which answers are good: whole numbers from 1 to `scale`, of which the `boxes` at the good
// end count.
struct Question {
  std::int32_t scale, boxes;
  bool low_is_good = false;

  static constexpr std::int32_t least = 2, most = 10;
  // Throws invalid_parameter unless the scale is one of 2 to 10 and the boxes are some of it, but not all.
  Question(std::int32_t highest, std::optional<std::int32_t> top_boxes = {}, bool low = false);
  // 1 of 2 and 3 answers, 2 of 4 and 5, 3 of more: the usual ones of satisfaction (4 and 5 of 5) and effort (5 to 7 of
  // 7).
  static constexpr std::int32_t usual_boxes(std::int32_t scale) { return scale <= 3 ? 1 : scale <= 5 ? 2 : 3; }
};
// Where the question names none.
inline constexpr std::int32_t csat_scale = 5, ces_scale = 7;

// What the answers are counted by: one state serves one of the two.
enum class Survey : std::uint32_t { promoters, boxes };

// An answer as it counts.
struct Answer {
  bool is_good, is_bad;
  std::int32_t value, scale;  // from the good end upwards; of promoters both 0
};
// Both throw invalid_parameter when the score is not one of the scale's whole numbers.
Answer answer(const Question& question, Millionths score);
Answer recommendation(Millionths score);  // 0 to 10: 9 and 10 are good, 0 to 6 bad

// Flat state: answers, the good and the bad ones, and their sum. The scale is each answer's own: a survey that went
// from five to seven boxes has shares still, but no mean.
class SurveyAnswers {
 public:
  static constexpr StateType type{14};
  static constexpr std::string_view name = "survey state";
  struct Parameters {
    Survey survey;
  };
  using Row = Answer;
  static constexpr std::int32_t no_scale = 0, several_scales = 255;
  struct Result {
    std::int64_t answers = 0, good = 0, bad = 0, sum = 0;
    std::int32_t scale = no_scale;
  };

  static void create(StateBuffer& buffer, const Parameters& parameters);
  explicit SurveyAnswers(StateBuffer& buffer) : bytes_(buffer.data()) { read(buffer.bytes()); }
  void check(const Parameters& parameters) const {
    if (load<Front>(bytes_).survey != parameters.survey) throw_parameter_differs("the kind of survey");
  }
  void add(const Row& row);
  void merge(ConstBytes other);
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  struct Front {
    StateHeader header;
    Survey survey;
    std::int32_t scale;
    std::uint32_t unused;  // counts begin at a multiple of 8
    std::int64_t answers, good, bad, sum;
  };
  static Front read(ConstBytes state);
  void add(const Result& more);

  std::byte* bytes_;
};

// Net Promoter Score: promoters give 9 or 10, detractors 0 to 6.
struct NetPromoters {
  std::int64_t count, promoters, passives, detractors;
  // Of the score as a mean of +100, 0 and −100, from the sample's variance; none of fewer than two answers.
  std::optional<double> standard_error, margin_95;

  explicit NetPromoters(const SurveyAnswers::Result& answers);
  Ratio score() const { return {100 * (promoters - detractors), count}; }
};

// CSAT: the share of good answers.
inline Ratio customer_satisfaction(const SurveyAnswers::Result& answers) { return {answers.good, answers.answers}; }

// CES: the mean, from the hard end of the scale upwards; none where answers are of several scales. The share of good
// answers.
struct CustomerEffort {
  std::int64_t count;
  Ratio mean;
  Ratio top_box;

  explicit CustomerEffort(const SurveyAnswers::Result& answers);
};

}  // namespace c360::feedback
