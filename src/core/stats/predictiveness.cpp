// Counting pairs, tenths and bins over two sorted columns; only r and the logarithms are not whole numbers.
// Must not know: SQL.
#include "core/stats/predictiveness.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace c360::stats {

namespace {

constexpr std::string_view state_name = "predictiveness state";

using Values = std::vector<double>;

Values sorted(const std::byte* from, std::size_t count) {
  Values values(count);
  if (count != 0) std::memcpy(values.data(), from, count * sizeof(double));
  std::ranges::sort(values);
  return values;
}

// Sum of doubles with the error of each step carried along (Neumaier). The order decides the last bits, so it is always
// that of the sorted values.
class CarefulSum {
 public:
  void operator+=(double value) {
    const double total = sum_ + value;
    lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - total) + value : (value - total) + sum_;
    sum_ = total;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

// Of two passes, the mean first, so that a great mean hides no small differences.
std::optional<double> correlation(const Values& stayed, const Values& churned) {
  const double least = std::min(stayed.front(), churned.front()), greatest = std::max(stayed.back(), churned.back());
  if (least == greatest) return {};
  // r has no unit: scaled by a power of two, exactly, no square overflows.
  int exponent;
  std::frexp(std::max(std::abs(least), std::abs(greatest)), &exponent);
  const auto each = [&](auto action) {
    for (const double value : stayed) action(std::ldexp(value, -exponent), false);
    for (const double value : churned) action(std::ldexp(value, -exponent), true);
  };
  const auto s = static_cast<double>(stayed.size()), c = static_cast<double>(churned.size()), n = s + c;
  CarefulSum sum;
  each([&](double value, bool) { sum += value; });
  const double mean = sum.value() / n;
  CarefulSum deviations, of_churned, squares;
  each([&](double value, bool has_churned) {
    const double deviation = value - mean;
    deviations += deviation;
    if (has_churned) of_churned += deviation;
    squares += deviation * deviation;
  });
  // The deviations' own sum is what rounding the mean left over.
  const double covariance = of_churned.value() - c / n * deviations.value();
  const double variance = squares.value() - deviations.value() * deviations.value() / n;
  return std::clamp(covariance / std::sqrt(variance * (s / n) * c), -1.0, 1.0);
}

// The customers of one value: how many stayed and churned below it, and at it.
struct Tie {
  std::int64_t stayed_below, churned_below, stayed, churned;
  std::int64_t below() const { return stayed_below + churned_below; }
  std::int64_t size() const { return stayed + churned; }
};

template <class Action>
void for_each_tie(const Values& stayed, const Values& churned, Action action) {
  std::size_t s = 0, c = 0;
  while (s < stayed.size() || c < churned.size()) {
    const double value = c == churned.size() || (s < stayed.size() && stayed[s] < churned[c]) ? stayed[s] : churned[c];
    const std::size_t s_before = s, c_before = c;
    while (s < stayed.size() && stayed[s] == value) ++s;
    while (c < churned.size() && churned[c] == value) ++c;
    action(Tie{static_cast<std::int64_t>(s_before), static_cast<std::int64_t>(c_before),
               static_cast<std::int64_t>(s - s_before), static_cast<std::int64_t>(c - c_before)});
  }
}

struct Bin {
  std::int64_t stayed = 0, churned = 0;
};

// Σ (share of the churned − share of the stayed) · ln(their quotient) over the bins that hold somebody. The shares are
// of the smoothed totals, so they add up to 1: the value is never below 0, and 0 where both kinds are spread alike.
double information(const std::array<Bin, Predictiveness::bins>& bins, std::int64_t all_stayed,
                   std::int64_t all_churned) {
  const auto used =
      static_cast<double>(std::ranges::count_if(bins, [](Bin bin) { return bin.stayed + bin.churned > 0; }));
  const auto share = [&](std::int64_t part, std::int64_t whole) {
    return (static_cast<double>(part) + Predictiveness::smoothing) /
           (static_cast<double>(whole) + Predictiveness::smoothing * used);
  };
  CarefulSum sum;
  for (const Bin bin : bins) {
    if (bin.stayed + bin.churned == 0) continue;
    const double stayed = share(bin.stayed, all_stayed), churned = share(bin.churned, all_churned);
    sum += (churned - stayed) * std::log(churned / stayed);
  }
  return std::max(0.0, sum.value());
}

}  // namespace

Predictiveness::Front Predictiveness::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), state_name);
  const auto front = load<Front>(state.data());
  if (std::uint64_t{front.stayed} + front.churned > (state.size() - sizeof(Front)) / sizeof(double))
    corrupt(state_name, "It is too short for its customers.");
  return front;
}

void Predictiveness::validate(ConstBytes state) {
  const Front front = read(state);
  const auto check = [](const std::byte* from, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      if (!std::isfinite(load<double>(from + i * sizeof(double))))
        corrupt(state_name, "It has a metric that is not finite.");
  };
  check(state.data() + sizeof(Front), front.stayed);
  check(churned_begin(state, front), front.churned);
}

void Predictiveness::append(ConstBytes stayed, ConstBytes churned) {
  auto front = load<Front>(buffer_.data());
  const std::size_t stayed_size = front.stayed * sizeof(double), churned_size = front.churned * sizeof(double);
  const std::size_t size_before = buffer_.size();
  buffer_.reserve(sizeof(Front) + stayed_size + stayed.size() + churned_size + churned.size());
  if (const std::size_t growth = buffer_.size() - size_before; growth != 0 && churned_size != 0) {
    std::byte* from = buffer_.data() + size_before - churned_size;
    std::memmove(from + growth, from, churned_size);
    std::memset(from, 0, std::min(growth, churned_size));  // spare room is zero
  }
  // The source may be this very buffer, or what it was before it grew: nothing is read where something is written.
  if (!stayed.empty()) std::memcpy(buffer_.data() + sizeof(Front) + stayed_size, stayed.data(), stayed.size());
  if (!churned.empty())
    std::memcpy(buffer_.data() + buffer_.size() - churned_size - churned.size(), churned.data(), churned.size());
  front.stayed += static_cast<std::uint32_t>(stayed.size() / sizeof(double));
  front.churned += static_cast<std::uint32_t>(churned.size() / sizeof(double));
  store(buffer_.data(), front);
}

void Predictiveness::add(const Row& row) {
  std::array<std::byte, sizeof(double)> metric;
  store(metric.data(), row.metric);
  if (row.churned)
    append({}, metric);
  else
    append(metric, {});
}

void Predictiveness::merge(ConstBytes other) {
  const Front theirs = read(other);
  append(other.subspan(sizeof(Front), theirs.stayed * sizeof(double)),
         {churned_begin(other, theirs), theirs.churned * sizeof(double)});
}

Predictiveness::Result Predictiveness::result(ConstBytes state, std::pmr::memory_resource&) {
  const Front front = read(state);
  if (front.stayed == 0 || front.churned == 0) return {};
  const Values stayed = sorted(state.data() + sizeof(Front), front.stayed);
  const Values churned = sorted(churned_begin(state, front), front.churned);
  const std::int64_t all_stayed = front.stayed, all_churned = front.churned, all = all_stayed + all_churned;

  // Products of two numbers of customers, of which a buffer holds at most 2^27, are far from the ends of an int64.
  std::int64_t pairs_won = 0;  // in halves
  Ratio lowest{}, highest{};
  std::array<Bin, bins> counts;
  for_each_tie(stayed, churned, [&](const Tie& tie) {
    pairs_won += tie.churned * (2 * tie.stayed_below + tie.stayed);
    // A tenth of the customers need not be whole, and ends within a tie: its customers are in it by the same part each.
    const auto ends_here = [&](std::int64_t tenths) {
      return 10 * tie.below() < tenths * all && tenths * all <= 10 * (tie.below() + tie.size());
    };
    // How many tenths of a tie's customers are below the border, times its size.
    const auto churned_below = [&](std::int64_t tenths) {
      return 10 * tie.churned_below * tie.size() + tie.churned * (tenths * all - 10 * tie.below());
    };
    if (ends_here(1)) lowest = {churned_below(1), all_churned * tie.size()};
    if (ends_here(9)) highest = {10 * all_churned * tie.size() - churned_below(9), all_churned * tie.size()};
    Bin& bin = counts[static_cast<std::size_t>(bins * (2 * tie.below() + tie.size()) / (2 * all))];
    bin.stayed += tie.stayed;
    bin.churned += tie.churned;
  });

  Findings findings{all,
                    all_churned,
                    correlation(stayed, churned),
                    {pairs_won, 2 * all_stayed * all_churned},
                    {},
                    information(counts, all_stayed, all_churned),
                    {}};
  if (pairs_won != all_stayed * all_churned) {
    findings.direction = pairs_won > all_stayed * all_churned ? Direction::higher : Direction::lower;
    findings.lift = findings.direction == Direction::higher ? highest : lowest;
  }
  return findings;
}

}  // namespace c360::stats
