// Weekly sums and the robust comparison of their recent end with the rest.
// Must not know: SQL.
#include "core/activity/usage_drop.hpp"

#include <vector>

#include "core/stats/accumulators.hpp"

namespace c360::activity {

namespace {

// z is a quotient of binary fractions: exactly -1 may come out a little above.
constexpr double rounding = 1e-12;

Periods weeks_of(Day as_of) { return Periods(Grain{Grain::Unit::week}, as_of); }

double mean_of(const std::vector<double>& values) {
  stats::Series<stats::statistic::mean> series;
  for (const double value : values) series(value);
  return stats::mean(series);
}

// Least squares over weeks 0, 1, 2 …
double slope_of(const std::vector<double>& values) {
  stats::Series<stats::statistic::lazy_variance, stats::statistic::covariance> series;
  for (std::size_t week = 0; week < values.size(); ++week)
    series(static_cast<double>(week), stats::covariate1 = values[week]);
  return stats::covariance(series, stats::covariate1) / stats::lazy_variance(series);
}

Millionths::Units times(Millionths amount, std::size_t factor) {
  Millionths::Units product;
  if (__builtin_mul_overflow(amount.units(), static_cast<Millionths::Units>(factor), &product)) Millionths::overflow();
  return product;
}

// Whether the mean of the recent weeks has lost at least one of the baseline's parts. In whole millionths: from 10 to 8
// is down by a fifth, which 0.8 - 1 <= -0.2 would deny.
bool is_down(Millionths recent, std::size_t recent_weeks, Millionths baseline, std::size_t baseline_weeks) {
  return times(recent, baseline_weeks * UsageDrop::parts) <= times(baseline, recent_weeks * (UsageDrop::parts - 1));
}

}  // namespace

void UsageDrop::Parameters::check() const {
  const auto within = [](std::int32_t weeks, std::int32_t least, std::int32_t most, std::string_view name) {
    if (weeks < least || weeks > most)
      throw Error(ErrorKind::invalid_parameter, concat("number of ", name, " weeks out of range"),
                  concat("The number of ", name, " weeks given is ", weeks, "."),
                  concat("Use ", least, " to ", most, "."));
  };
  within(recent_weeks, 1, 52, "recent");
  within(baseline_weeks, 3, 104, "baseline");
}

void UsageDrop::create(StateBuffer& buffer, const Parameters& parameters) {
  parameters.check();
  buffer.reserve(week_at(weeks(parameters)));
  store(buffer.data(), Front{{.type = type}, parameters, 0, 0});
}

UsageDrop::Front UsageDrop::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), name);
  return load<Front>(state.data());
}

void UsageDrop::validate(ConstBytes state) {
  const Front front = read(state);
  front.parameters.check();
  if (!is_calendar_day(front.parameters.as_of.value) || front.has_first < 0 || front.has_first > 1 ||
      !is_calendar_day(front.first))
    corrupt(name, "It has an impossible day.");
  if (state.size() < week_at(weeks(front.parameters))) corrupt(name, "It is too short for its weeks.");
  for (std::size_t week = 0; week < weeks(front.parameters); ++week)
    if (load<Millionths>(state.data() + week_at(week)) < Millionths{}) corrupt(name, "It has negative usage.");
}

void UsageDrop::see_first(std::int32_t day) {
  auto front = load<Front>(bytes_);
  if (front.has_first && front.first <= day) return;
  front.has_first = 1;
  front.first = day;
  store(bytes_, front);
}

void UsageDrop::add(const Row& row) {
  if (row.weight < Millionths{})
    throw Error(ErrorKind::invalid_parameter, "usage must not be negative", "A row has a weight below 0.",
                "Filter corrections out, or net them into the day they correct.");
  const Parameters parameters = load<Front>(bytes_).parameters;
  if (row.day > parameters.as_of) return;
  see_first(row.day.value);
  const Periods periods = weeks_of(parameters.as_of);
  const std::int64_t back = periods.last_finished(parameters.as_of) - periods.index(row.day);
  const auto count = static_cast<std::int64_t>(weeks(parameters));
  if (back < 0 || back >= count) return;
  std::byte* at = bytes_ + week_at(static_cast<std::size_t>(count - 1 - back));
  auto sum = load<Millionths>(at);
  sum += row.weight;
  store(at, sum);
}

void UsageDrop::merge(ConstBytes other) {
  const Front theirs = read(other);
  check(theirs.parameters);
  if (theirs.has_first) see_first(theirs.first);
  for (std::size_t week = 0; week < weeks(theirs.parameters); ++week) {
    auto sum = load<Millionths>(bytes_ + week_at(week));
    sum += load<Millionths>(other.data() + week_at(week));
    store(bytes_ + week_at(week), sum);
  }
}

UsageDrop::Result UsageDrop::result(ConstBytes state, std::pmr::memory_resource&) {
  const Front front = read(state);
  const auto baseline_weeks = static_cast<std::size_t>(front.parameters.baseline_weeks);
  std::vector<double> usage;
  Millionths recent_sum, baseline_sum;
  for (std::size_t week = 0; week < weeks(front.parameters); ++week) {
    const auto sum = load<Millionths>(state.data() + week_at(week));
    (week < baseline_weeks ? baseline_sum : recent_sum) += sum;
    usage.push_back(sum.to_double());
  }
  const auto recent_begin = usage.begin() + static_cast<std::ptrdiff_t>(baseline_weeks);
  const std::vector<double> recent(recent_begin, usage.end());

  Result result{mean_of(recent), {}, {}, {}, {}, {}};
  if (!front.has_first) return result;

  // Baseline weeks in which the entity existed: from the week of its first activity on.
  const Periods periods = weeks_of(front.parameters.as_of);
  const std::int64_t oldest =
      periods.last_finished(front.parameters.as_of) - static_cast<std::int64_t>(weeks(front.parameters)) + 1;
  const std::int64_t before_birth = std::max<std::int64_t>(0, periods.index(Day{front.first}) - oldest);
  const std::int64_t existed = static_cast<std::int64_t>(baseline_weeks) - before_birth;
  // Two thirds of the baseline, so 8 of 12 weeks.
  if (existed < static_cast<std::int64_t>((baseline_weeks * 2 + 2) / 3)) return result;

  const auto born = usage.begin() + static_cast<std::ptrdiff_t>(before_birth);
  std::vector<double> baseline(born, recent_begin);
  const double baseline_mean = mean_of(baseline);
  result.baseline = baseline_mean;
  result.slope = slope_of(std::vector<double>(born, usage.end()));
  if (baseline_mean == 0) return result;

  result.change = (result.recent - baseline_mean) / baseline_mean;
  const double median = stats::exact_median(baseline);
  const double deviation = mad_to_deviation * stats::exact_median_distance(baseline, median);
  if (deviation > 0) result.z = (result.recent - median) / deviation;
  // Deviation 0: more than half of the baseline's weeks are equal, so any drop is unusual.
  result.dropped = is_down(recent_sum, recent.size(), baseline_sum, static_cast<std::size_t>(existed)) &&
                   (!result.z || *result.z <= z_limit + rounding);
  return result;
}

}  // namespace c360::activity
