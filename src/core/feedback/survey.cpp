// Counting of survey answers.
// Must not know: SQL.
#include "core/feedback/survey.hpp"

#include <algorithm>
#include <cmath>

namespace c360::feedback {

namespace {

constexpr std::string_view state_name = SurveyAnswers::name;

// No table has so many rows: sums of states that were let in cannot overflow.
constexpr std::int64_t most_answers = std::int64_t{1} << 48;

// As the user wrote it: a whole number without decimals.
std::string plain(Millionths number) {
  const Millionths::Units whole = number.units() / Millionths::scale;
  if (whole * Millionths::scale == number.units() && whole == static_cast<std::int64_t>(whole))
    return concat(static_cast<std::int64_t>(whole));
  return concat(number);
}

// The score as a whole number of the scale.
std::int32_t whole_score(Millionths score, std::int32_t lowest, std::int32_t highest) {
  const Millionths::Units whole = score.units() / Millionths::scale;
  if (whole < lowest || whole > highest || whole * Millionths::scale != score.units()) [[unlikely]]
    throw Error(ErrorKind::invalid_parameter, "score is not on the scale",
                concat("The score is ", plain(score), "; the scale consists of the whole numbers ", lowest, " to ",
                       highest, "."),
                "Pass answers of one survey and its scale, and NULL where there is no answer.");
  return static_cast<std::int32_t>(whole);
}

}  // namespace

Question::Question(std::int32_t highest, std::optional<std::int32_t> top_boxes, bool low)
    : scale(highest), boxes(top_boxes.value_or(usual_boxes(highest))), low_is_good(low) {
  if (scale < least || scale > most)
    throw Error(
        ErrorKind::invalid_parameter, "scale out of range", concat("The scale given is ", scale, "."),
        concat("Give the highest possible answer, ", least, " to ", most, ": 2 for good and bad, 5 for stars."));
  if (boxes < 1 || boxes >= scale)
    throw Error(ErrorKind::invalid_parameter, "boxes out of range",
                concat("The boxes given are ", boxes, ", of a scale of ", scale, "."),
                concat("Give the number of answers that count as good, 1 to ", scale - 1,
                       ", or leave it out: of a scale of ", scale, " it is ", usual_boxes(scale), "."));
}

Answer answer(const Question& question, Millionths score) {
  const std::int32_t given = whole_score(score, 1, question.scale);
  const std::int32_t value = question.low_is_good ? question.scale + 1 - given : given;
  return {value > question.scale - question.boxes, false, value, question.scale};
}

Answer recommendation(Millionths score) {
  const std::int32_t given = whole_score(score, 0, 10);
  return {given >= 9, given <= 6, 0, SurveyAnswers::no_scale};
}

void SurveyAnswers::create(StateBuffer& buffer, const Parameters& parameters) {
  buffer.reserve(sizeof(Front));
  store(buffer.data(), Front{{.type = type}, parameters.survey, no_scale, 0, 0, 0, 0, 0});
}

SurveyAnswers::Front SurveyAnswers::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), state_name);
  return load<Front>(state.data());
}

void SurveyAnswers::validate(ConstBytes state) {
  const Front front = read(state);
  const bool counts_fit = front.answers >= 0 && front.answers <= most_answers && front.good >= 0 && front.bad >= 0 &&
                          front.good <= front.answers && front.bad <= front.answers - front.good;
  if (!counts_fit) corrupt(state_name, "It has an impossible number of answers.");
  if (front.unused != 0) corrupt(state_name, "Its survey is of an unknown kind.");
  switch (front.survey) {
    case Survey::promoters:
      if (front.scale != no_scale || front.sum != 0) corrupt(state_name, "Recommendations have no other scale.");
      return;
    case Survey::boxes: {
      const bool is_one = front.scale >= Question::least && front.scale <= Question::most;
      if (front.answers == 0 ? front.scale != no_scale : !is_one && front.scale != several_scales)
        corrupt(state_name, "Its scale is out of range.");
      if (front.bad != 0) corrupt(state_name, "It has an impossible number of answers.");
      const std::int64_t most = is_one ? front.scale : Question::most;
      if (front.sum < front.answers || front.sum > front.answers * most)
        corrupt(state_name, "Its sum is not one of answers on its scale.");
      return;
    }
  }
  corrupt(state_name, "Its survey is of an unknown kind.");
}

void SurveyAnswers::add(const Row& row) { add(Result{1, row.is_good, row.is_bad, row.value, row.scale}); }

void SurveyAnswers::add(const Result& more) {
  auto front = load<Front>(bytes_);
  front.answers += more.answers;
  front.good += more.good;
  front.bad += more.bad;
  front.sum += more.sum;
  if (front.scale != more.scale && more.scale != no_scale)
    front.scale = front.scale == no_scale ? more.scale : several_scales;
  store(bytes_, front);
}

void SurveyAnswers::merge(ConstBytes other) {
  const Front theirs = read(other);
  check({theirs.survey});
  add(Result{theirs.answers, theirs.good, theirs.bad, theirs.sum, theirs.scale});
}

SurveyAnswers::Result SurveyAnswers::result(ConstBytes state, std::pmr::memory_resource&) {
  const Front front = read(state);
  return {front.answers, front.good, front.bad, front.sum, front.scale};
}

NetPromoters::NetPromoters(const SurveyAnswers::Result& answers)
    : count(answers.answers),
      promoters(answers.good),
      passives(answers.answers - answers.good - answers.bad),
      detractors(answers.bad) {
  if (count < 2) return;
  // Of values +1, 0, −1 the squares add up to promoters and detractors. The sample's variance ÷ n, times n²·(n − 1):
  const __int128 balance = promoters - detractors;
  const __int128 numerator = static_cast<__int128>(count) * (promoters + detractors) - balance * balance;
  const double n = static_cast<double>(count);
  standard_error = 100 * std::sqrt(static_cast<double>(numerator) / (n - 1)) / n;
  margin_95 = 1.96 * *standard_error;
}

CustomerEffort::CustomerEffort(const SurveyAnswers::Result& answers)
    : count(answers.answers),
      mean{answers.sum, answers.scale == SurveyAnswers::several_scales ? 0 : answers.answers},
      top_box{answers.good, answers.answers} {}

}  // namespace c360::feedback
