// Shares of weights, and one division.
// Must not know: what the metrics are.
#include "core/scorecard/weighing.hpp"

#include <limits>

namespace c360::scorecard {

namespace {

struct Fraction {
  Natural above, below;
};

Fraction fraction(const Natural& above, const Natural& below) {
  const Natural common = gcd(above, below);
  return {above / common, below / common};
}

// Whole numbers in the proportion of the fractions, the least that there are for their denominators.
std::vector<Natural> proportion(const std::vector<Fraction>& fractions) {
  Natural unit = 1;
  for (const Fraction& each : fractions) unit = lcm(unit, each.below);
  std::vector<Natural> whole;
  whole.reserve(fractions.size());
  for (const Fraction& each : fractions) whole.push_back(unit / each.below * each.above);
  return whole;
}

Micro weight_of(const Rubric& rubric, const Segment* segment, std::size_t group, const Sums& sums) {
  const auto own = segment ? segment->weight_of_group(group) : std::nullopt;
  return own ? *own : rubric.groups[group].weight.value_or(sums.all);
}

// What is left out with its weight takes that share of the group's weight along; what is left out in the group leaves
// it to those that count, and where none does, the group's weight counts nowhere.
std::vector<Natural> factors_of(const Rubric& rubric, const Segment* segment, std::span<const Sums> groups) {
  if (rubric.groups.empty()) return {1};
  std::vector<Fraction> fractions;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Sums& sums = groups[i];
    if (sums.included == 0)
      fractions.push_back({0, 1});
    else
      fractions.push_back(fraction(Natural(weight_of(rubric, segment, i, sums)) * (sums.included + sums.kept),
                                   Natural(sums.all) * sums.included));
  }
  return proportion(fractions);
}

struct Coverage {
  Natural known, possible;
  bool reaches(Micro share) const { return known * micro >= share * possible; }
};
Coverage coverage_of(const Rubric& rubric, const Segment* segment, std::span<const Sums> groups) {
  if (rubric.groups.empty()) return {groups[0].known, groups[0].possible};
  std::vector<Fraction> fractions;
  for (std::size_t i = 0; i < groups.size(); ++i)
    fractions.push_back(groups[i].all == 0 ? Fraction{0, 1}
                                           : fraction(weight_of(rubric, segment, i, groups[i]), groups[i].all));
  const std::vector<Natural> shares = proportion(fractions);
  Coverage coverage;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    coverage.known += shares[i] * groups[i].known;
    coverage.possible += shares[i] * groups[i].possible;
  }
  return coverage;
}

// dividend ÷ divisor, half to even.
ScoreUnits quotient_of(const Natural& dividend, const Natural& divisor) {
  Natural quotient, rest;
  divide_qr(dividend, divisor, quotient, rest);
  rest *= 2;
  if (rest > divisor || (rest == divisor && bit_test(quotient, 0))) ++quotient;
  return static_cast<ScoreUnits>(quotient);
}

// scale · points ÷ (max_points · included).
ScoreUnits share(const Rubric& rubric, const Natural& points, const Natural& included) {
  return quotient_of(points * rubric.scale * 1'000'000, included * rubric.max_points);
}
// The same of numbers that stand for themselves, without memory.
ScoreUnits share(const Rubric& rubric, Wide points, Micro included) {
  std::int64_t product;
  if (included == rubric.whole_weight && rubric.numerator != 0 &&
      !__builtin_mul_overflow(points, rubric.numerator, &product)) {
    std::int64_t quotient = product / rubric.denominator;
    const std::int64_t rest = product % rubric.denominator, missing = rubric.denominator - rest;
    if (rest > missing || (rest == missing && (quotient & 1) != 0)) ++quotient;
    return quotient;
  }
  // points ≤ 10^12 · 10^12, scale ≤ 10^12: their product fits.
  const Wide dividend = points * rubric.scale;
  const Wide divisor = Wide{rubric.max_points} * included;
  // In two steps, because dividend · 10^6 need not fit: whole millionths, then the six decimals behind them.
  const Wide whole = dividend / divisor;
  Wide rest = (dividend - whole * divisor) * 1'000'000;
  const Wide decimals = rest / divisor;
  rest -= decimals * divisor;
  Wide quotient = whole * 1'000'000 + decimals;
  const Wide twice = rest * 2;
  if (twice > divisor || (twice == divisor && (quotient & 1) != 0)) ++quotient;
  return static_cast<ScoreUnits>(quotient);
}

}  // namespace

std::optional<ScoreUnits> weighed(const Rubric& rubric, const Segment* segment, std::span<const Sums> groups) {
  if (rubric.groups.empty()) {
    const Sums& sums = groups[0];
    const bool covered = !rubric.min_coverage || Wide{sums.known} * micro >= Wide{*rubric.min_coverage} * sums.possible;
    return sums.included != 0 && covered ? std::optional(share(rubric, sums.points, sums.included)) : std::nullopt;
  }
  const std::vector<Natural> factors = factors_of(rubric, segment, groups);
  Natural points, included;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    points += factors[i] * groups[i].points;
    included += factors[i] * groups[i].included;
  }
  if (included == 0) return {};
  if (rubric.min_coverage && !coverage_of(rubric, segment, groups).reaches(*rubric.min_coverage)) return {};
  return share(rubric, points, included);
}

ScoreUnits whole_score(const Rubric& rubric, Wide points) { return share(rubric, points, rubric.whole_weight); }

Weighing::Weighing(const Rubric& rubric, const Segment* segment, std::span<const Sums> groups)
    : rubric_(rubric), factors_(factors_of(rubric, segment, groups)) {
  for (std::size_t i = 0; i < groups.size(); ++i) included_ += factors_[i] * groups[i].included;
  const Coverage coverage = coverage_of(rubric, segment, groups);
  if (coverage.possible != 0) coverage_ = static_cast<Micro>(coverage.known * micro / coverage.possible);
  covered_ = !rubric.min_coverage || coverage.reaches(*rubric.min_coverage);
}

ScoreUnits Weighing::add(std::size_t group, Micro weight, Micro points) {
  running_ += factors_[group] * weight * points;
  return share(rubric_, running_, included_);
}

ScoreUnits Weighing::total(std::span<const Wide> points) const {
  Natural sum;
  for (std::size_t i = 0; i < points.size(); ++i) sum += factors_[i] * points[i];
  return share(rubric_, sum, included_);
}

ScoreUnits Weighing::full_contribution(std::size_t group, Micro weight) const {
  return share(rubric_, factors_[group] * weight * rubric_.max_points, included_);
}

ScoreUnits Weighing::effective_weight(std::size_t group, Micro weight) const {
  return quotient_of(factors_[group] * weight * 100 * 1'000'000'000'000, included_);
}

}  // namespace c360::scorecard
