// Counting pairs, tenths and bins over two sorted columns; only r and the logarithms are not whole numbers.
// Must not know: SQL.
#include "core/stats/predictiveness.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace c360::stats {

namespace {

// Σ (share of the churned − share of the stayed) · ln(their quotient) over the bins that hold somebody. The shares are
// of the smoothed totals, so they add up to 1: the value is never below 0, and 0 where both kinds are spread alike.
double information(const std::array<Predictiveness::Bin, Predictiveness::bins>& bins, std::int64_t all_stayed,
                   std::int64_t all_churned) {
  const auto used =
      static_cast<double>(std::ranges::count_if(bins, [](const auto& bin) { return bin.stayed + bin.churned > 0; }));
  const auto share = [&](std::int64_t part, std::int64_t whole) {
    return (static_cast<double>(part) + Predictiveness::smoothing) /
           (static_cast<double>(whole) + Predictiveness::smoothing * used);
  };
  CarefulSum sum;
  for (const auto& bin : bins) {
    if (bin.stayed + bin.churned == 0) continue;
    const double stayed = share(bin.stayed, all_stayed), churned = share(bin.churned, all_churned);
    sum += (churned - stayed) * std::log(churned / stayed);
  }
  return std::max(0.0, sum.value());
}

}  // namespace

Predictiveness::Front Predictiveness::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), name);
  const auto front = load<Front>(state.data());
  if (std::uint64_t{front.stayed} + front.churned > (state.size() - sizeof(Front)) / sizeof(double))
    corrupt(name, "It is too short for its customers.");
  return front;
}

void Predictiveness::validate(ConstBytes state) {
  const Front front = read(state);
  const auto check = [](const std::byte* from, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      if (!std::isfinite(load<double>(from + i * sizeof(double)))) corrupt(name, "It has a metric that is not finite.");
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

Predictiveness::Final::Final(ConstBytes state, std::pmr::memory_resource& memory)
    : state_(state), front_(read(state)), stayed_(&memory), churned_(&memory) {
  if (front_.stayed == 0 || front_.churned == 0) {
    phase_ = Phase::done;
    return;
  }
  stayed_.reserve(front_.stayed);
  churned_.reserve(front_.churned);
}

bool Predictiveness::Final::step() {
  switch (phase_) {
    case Phase::read_stayed:
      if (!take_items(stayed_, state_.data() + sizeof(Front), front_.stayed)) phase_ = Phase::read_churned;
      return true;
    case Phase::read_churned:
      if (take_items(churned_, churned_begin(state_, front_), front_.churned)) return true;
      sort_.emplace(stayed_, std::less<>());
      phase_ = Phase::sort_stayed;
      return true;
    case Phase::sort_stayed:
      if (sort_->step()) return true;
      sort_.emplace(churned_, std::less<>());
      phase_ = Phase::sort_churned;
      return true;
    case Phase::sort_churned:
      if (!sort_->step()) phase_ = Phase::ties;
      return true;
    case Phase::ties:
      if (!count_ties()) begin_correlation();
      return true;
    case Phase::mean:
      if (each([&](double value, bool) { sum_ += value; })) return true;
      mean_ = sum_.value() / static_cast<double>(all());
      next_ = 0;
      phase_ = Phase::deviations;
      return true;
    case Phase::deviations:
      if (each([&](double value, bool has_churned) {
            const double deviation = value - mean_;
            deviations_ += deviation;
            if (has_churned) of_churned_ += deviation;
            squares_ += deviation * deviation;
          }))
        return true;
      phase_ = Phase::done;
      return false;
    case Phase::done:
      return false;
  }
  return false;
}

// The customers of one value: how many stayed and churned below it, and at it. A tie may be longer than a step.
bool Predictiveness::Final::count_ties() {
  std::size_t budget = items_a_step;
  const auto pass = [&](const Values& values, std::size_t& at, double value) {
    while (at < values.size() && values[at] == value) {
      ++at;
      if (--budget == 0) return false;
    }
    return true;
  };
  for (;;) {
    if (!in_tie_) {
      if (stayed_at_ == stayed_.size() && churned_at_ == churned_.size()) return false;
      const bool is_stayed = churned_at_ == churned_.size() ||
                             (stayed_at_ < stayed_.size() && stayed_[stayed_at_] < churned_[churned_at_]);
      value_ = is_stayed ? stayed_[stayed_at_] : churned_[churned_at_];
      stayed_below_ = stayed_at_;
      churned_below_ = churned_at_;
      in_tie_ = true;
    }
    if (!pass(stayed_, stayed_at_, value_) || !pass(churned_, churned_at_, value_)) return true;
    in_tie_ = false;
    count({static_cast<std::int64_t>(stayed_below_), static_cast<std::int64_t>(churned_below_),
           static_cast<std::int64_t>(stayed_at_ - stayed_below_),
           static_cast<std::int64_t>(churned_at_ - churned_below_)});
  }
}

void Predictiveness::Final::count(const Tie& tie) {
  pairs_won_ += tie.churned * (2 * tie.stayed_below + tie.stayed);
  // A tenth of the customers need not be whole, and ends within a tie: its customers are in it by the same part each.
  const auto ends_here = [&](std::int64_t tenths) {
    return 10 * tie.below() < tenths * all() && tenths * all() <= 10 * (tie.below() + tie.size());
  };
  // How many tenths of a tie's customers are below the border, times its size.
  const auto churned_below = [&](std::int64_t tenths) {
    return 10 * tie.churned_below * tie.size() + tie.churned * (tenths * all() - 10 * tie.below());
  };
  const std::int64_t all_churned = front_.churned;
  if (ends_here(1)) lowest_ = {churned_below(1), all_churned * tie.size()};
  if (ends_here(9)) highest_ = {10 * all_churned * tie.size() - churned_below(9), all_churned * tie.size()};
  Bin& bin = counts_[static_cast<std::size_t>(bins * (2 * tie.below() + tie.size()) / (2 * all()))];
  bin.stayed += tie.stayed;
  bin.churned += tie.churned;
}

// Of two passes, the mean first, so that a great mean hides no small differences. r has no unit: scaled by a power of
// two, exactly, no square overflows.
void Predictiveness::Final::begin_correlation() {
  const double least = std::min(stayed_.front(), churned_.front());
  const double greatest = std::max(stayed_.back(), churned_.back());
  is_constant_ = least == greatest;
  std::frexp(std::max(std::abs(least), std::abs(greatest)), &exponent_);
  phase_ = is_constant_ ? Phase::done : Phase::mean;
}

template <class Action>
bool Predictiveness::Final::each(Action action) {
  const std::size_t size = stayed_.size() + churned_.size(), to = std::min(size, next_ + items_a_step);
  for (; next_ < to; ++next_) {
    const bool has_churned = next_ >= stayed_.size();
    const double value = has_churned ? churned_[next_ - stayed_.size()] : stayed_[next_];
    action(std::ldexp(value, -exponent_), has_churned);
  }
  return next_ < size;
}

std::optional<double> Predictiveness::Final::correlation() const {
  if (is_constant_) return {};
  const auto s = static_cast<double>(stayed_.size()), c = static_cast<double>(churned_.size()), n = s + c;
  // The deviations' own sum is what rounding the mean left over.
  const double covariance = of_churned_.value() - c / n * deviations_.value();
  const double variance = squares_.value() - deviations_.value() * deviations_.value() / n;
  return std::clamp(covariance / std::sqrt(variance * (s / n) * c), -1.0, 1.0);
}

Predictiveness::Result Predictiveness::Final::result() const {
  const std::int64_t all_stayed = front_.stayed, all_churned = front_.churned;
  if (all_stayed == 0 || all_churned == 0) return {};
  Findings findings{all(),
                    all_churned,
                    correlation(),
                    {pairs_won_, 2 * all_stayed * all_churned},
                    {},
                    information(counts_, all_stayed, all_churned),
                    {}};
  if (pairs_won_ != all_stayed * all_churned) {
    findings.direction = pairs_won_ > all_stayed * all_churned ? Direction::higher : Direction::lower;
    findings.lift = findings.direction == Direction::higher ? highest_ : lowest_;
  }
  return findings;
}

Predictiveness::Result Predictiveness::result(ConstBytes state, std::pmr::memory_resource& memory) {
  Final work(state, memory);
  return finish(work).result();
}

}  // namespace c360::stats
