// Counting of survey answers.
// Must not know: SQL.
#include "core/feedback/survey.hpp"

#include <algorithm>
#include <cmath>

namespace c360::feedback {

namespace {

constexpr std::string_view state_name = SurveyScores::name;

// No table has so many rows: sums of states that were let in cannot overflow.
constexpr std::int64_t most_answers = std::int64_t{1} << 48;

// As the user wrote it: a whole number without decimals.
std::string plain(Millionths number) {
  const Millionths::Units whole = number.units() / Millionths::scale;
  if (whole * Millionths::scale == number.units() && whole == static_cast<std::int64_t>(whole))
    return concat(static_cast<std::int64_t>(whole));
  return concat(number);
}

[[noreturn]] void refuse_score(const Scale& scale, Millionths score) {
  throw Error(ErrorKind::invalid_parameter, "score is not on the scale",
              concat("The score is ", plain(score), "; the scale consists of the whole numbers ", scale.lowest, " to ",
                     scale.highest, "."),
              "Pass answers of one survey and its scale, and NULL where there is no answer.");
}

}  // namespace

void Scale::check() const {
  if ((lowest != 0 && lowest != 1) || highest < least || highest > most)
    throw Error(ErrorKind::invalid_parameter, "scale out of range", concat("The scale given is ", highest, "."),
                concat("Give the highest possible answer, ", least, " to ", most, "."));
}

void SurveyScores::create(StateBuffer& buffer, const Scale& scale) {
  scale.check();
  buffer.reserve(count_at(scale.boxes()));
  store(buffer.data(), Front{{.type = type}, scale, 0});
}

SurveyScores::Front SurveyScores::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), state_name);
  return load<Front>(state.data());
}

void SurveyScores::validate(ConstBytes state) {
  const Front front = read(state);
  front.scale.check();
  if (state.size() < count_at(front.scale.boxes())) corrupt(state_name, "It is too short for its scale.");
  std::int64_t total = 0;
  for (std::size_t box = 0; box < front.scale.boxes(); ++box) {
    const auto answers = load<std::int64_t>(state.data() + count_at(box));
    if (answers < 0 || answers > most_answers) corrupt(state_name, "It has an impossible number of answers.");
    total += answers;
    if (total > most_answers) corrupt(state_name, "It has an impossible number of answers.");
  }
}

void SurveyScores::add(const Row& row) {
  const Scale scale = load<Front>(bytes_).scale;
  const Millionths::Units whole = row.score.units() / Millionths::scale;
  if (whole < scale.lowest || whole > scale.highest || whole * Millionths::scale != row.score.units()) [[unlikely]]
    refuse_score(scale, row.score);
  add(static_cast<std::size_t>(whole - scale.lowest), 1);
}

void SurveyScores::merge(ConstBytes other) {
  const Front theirs = read(other);
  check(theirs.scale);
  for (std::size_t box = 0; box < theirs.scale.boxes(); ++box)
    add(box, load<std::int64_t>(other.data() + count_at(box)));
}

SurveyScores::Result SurveyScores::result(ConstBytes state, std::pmr::memory_resource&) {
  Result result{read(state).scale, {}};
  for (std::size_t box = 0; box < result.scale.boxes(); ++box)
    result.answers[box] = load<std::int64_t>(state.data() + count_at(box));
  return result;
}

std::int64_t SurveyScores::Result::between(std::int32_t from, std::int32_t to) const {
  std::int64_t total = 0;
  for (std::int32_t score = std::max(from, scale.lowest); score <= std::min(to, scale.highest); ++score)
    total += answers[static_cast<std::size_t>(score - scale.lowest)];
  return total;
}

std::int64_t SurveyScores::Result::sum() const {
  std::int64_t total = 0;
  for (std::int32_t score = scale.lowest; score <= scale.highest; ++score) total += score * between(score, score);
  return total;
}

NetPromoters::NetPromoters(const SurveyScores::Result& scores)
    : count(scores.count()),
      promoters(scores.between(9, 10)),
      passives(scores.between(7, 8)),
      detractors(scores.between(0, 6)) {
  if (count < 2) return;
  // Of values +1, 0, −1 the squares add up to promoters and detractors. The sample's variance ÷ n, times n²·(n − 1):
  const __int128 balance = promoters - detractors;
  const __int128 numerator = static_cast<__int128>(count) * (promoters + detractors) - balance * balance;
  const double n = static_cast<double>(count);
  standard_error = 100 * std::sqrt(static_cast<double>(numerator) / (n - 1)) / n;
  margin_95 = 1.96 * *standard_error;
}

Ratio customer_satisfaction(const SurveyScores::Result& scores) {
  return {scores.between(scores.scale.highest - 1, scores.scale.highest), scores.count()};
}

CustomerEffort::CustomerEffort(const SurveyScores::Result& scores)
    : count(scores.count()),
      mean{scores.sum(), count},
      top_box{scores.between(scores.scale.highest, scores.scale.highest), count} {}

}  // namespace c360::feedback
