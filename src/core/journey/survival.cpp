// Curves of counts, and the product-limit estimate of them.
// Must not know: text forms, sessions.
#include "core/journey/survival.hpp"

namespace c360::journey {

SurvivalCurveView::SurvivalCurveView(ConstBytes bytes) : bytes_(bytes) {
  check_header(bytes, type, items_at, name);
  count_ = load<std::uint32_t>(bytes.data() + sizeof(StateHeader));
  if (count_ > (bytes.size() - items_at) / item_size)
    corrupt(name, concat("It declares ", count_, " durations but is too short for them."));
}

void SurvivalCurveView::validate(ConstBytes bytes) {
  const SurvivalCurveView view(bytes);
  if (view.count() > most_items)
    corrupt(name, concat("It has ", view.count(), " durations, more than a curve may have."));
  if (bytes.size() != view.value_bytes().size()) corrupt(name, "Bytes follow the last duration.");
  std::int64_t before = -1, sum = 0;
  for (std::size_t i = 0; i < view.count(); ++i) {
    const SurvivalCounts counts = view.item(i);
    if (counts.at < 0) corrupt(name, concat("Duration ", i, " is negative."));
    if (counts.at <= before) corrupt(name, concat("Duration ", i, " is out of order."));
    if (counts.reached < 0 || counts.censored < 0 || counts.reached > most_observations ||
        counts.censored > most_observations || counts.observations() == 0)
      corrupt(name, concat("Duration ", i, " has an impossible number of observations."));
    before = counts.at;
    sum += counts.observations();
    if (sum > most_observations) corrupt(name, "It has more observations than a curve may have.");
  }
  if (sum != view.observations()) corrupt(name, "Its number of observations is not the sum over its durations.");
}

std::strong_ordering compare(const SurvivalCurveView& a, const SurvivalCurveView& b) {
  for (std::size_t i = 0; i < a.count() && i < b.count(); ++i) {
    const SurvivalCounts x = a.item(i), y = b.item(i);
    if (const auto order = x.at <=> y.at; order != 0) return order;
    if (const auto order = x.reached <=> y.reached; order != 0) return order;
    if (const auto order = x.censored <=> y.censored; order != 0) return order;
  }
  return a.count() <=> b.count();
}

std::optional<Observation> observed(Day start, std::optional<Day> reached_on, Day as_of) {
  if (start > as_of) return {};
  if (!reached_on || *reached_on > as_of) return Observation{as_of.value - start.value, false};
  if (*reached_on < start)
    throw Error(ErrorKind::invalid_parameter, "reached before the start",
                concat("It starts on ", start, " and is reached on ", *reached_on, "."),
                "Correct the dates, or leave such rows out.");
  return Observation{reached_on->value - start.value, true};
}

// ---- building

void SurvivalCurveBuilder::create(StateBuffer& buffer) {
  // Room for five durations at once, 128 bytes with the host's length word.
  buffer.reserve(SurvivalCurveView::items_at + 5 * SurvivalCurveView::item_size);
  store(buffer.data(), StateHeader{.type = SurvivalCurveView::type});
}

void SurvivalCurveBuilder::set_item(std::size_t i, const SurvivalCounts& counts) {
  std::byte* at = buffer_.data() + SurvivalCurveView::items_at + i * SurvivalCurveView::item_size;
  store(at, counts.at);
  store(at + 4, counts.reached);
  store(at + 12, counts.censored);
}

void SurvivalCurveBuilder::set_size(std::size_t count, std::int64_t observations) {
  store(buffer_.data() + sizeof(StateHeader), static_cast<std::uint32_t>(count));
  store(buffer_.data() + sizeof(StateHeader) + 4, observations);
}

// Position of the first duration not below `at`. Full curves have a duration for every day: look there first.
std::size_t SurvivalCurveBuilder::lower_bound(const SurvivalCurveView& view, std::int32_t at) const {
  std::size_t low = 0, high = view.count();
  if (high == 0 || view.item(high - 1).at < at) return high;
  const std::int64_t guess = std::int64_t{at} - view.item(0).at;
  if (guess >= 0 && guess < static_cast<std::int64_t>(high) && view.item(static_cast<std::size_t>(guess)).at == at)
    return static_cast<std::size_t>(guess);
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (view.item(middle).at < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

[[noreturn]] static void too_many_durations() {
  throw Error(ErrorKind::out_of_range, "survival curve too large",
              concat("A curve holds at most ", SurvivalCurveView::most_items, " different durations."),
              "Count in a longer unit: in days they last for 179 years.");
}

static std::int64_t checked_sum(std::int64_t observations, std::int64_t more) {
  if (more > SurvivalCurveView::most_observations - observations)
    throw Error(ErrorKind::out_of_range, "survival curve too large",
                concat("A curve holds at most ", SurvivalCurveView::most_observations, " observations."),
                "Build curves from fewer rows, for example by segment.");
  return observations + more;
}

void SurvivalCurveBuilder::add(const SurvivalCounts& more) {
  if (more.at < 0)
    throw Error(ErrorKind::invalid_parameter, "negative duration", concat("The duration is ", more.at, "."),
                "Count from the start to the end; leave out rows whose end precedes their start.");
  const SurvivalCurveView view(buffer_.bytes());
  const std::int64_t observations = checked_sum(view.observations(), more.observations());
  const std::size_t count = view.count(), at = lower_bound(view, more.at);
  if (at < count) {
    const SurvivalCounts present = view.item(at);
    if (present.at == more.at) {
      set_item(at, {more.at, present.reached + more.reached, present.censored + more.censored});
      set_size(count, observations);
      return;
    }
  }
  if (count == SurvivalCurveView::most_items) too_many_durations();
  buffer_.reserve(SurvivalCurveView::items_at + (count + 1) * SurvivalCurveView::item_size);
  std::byte* const room = buffer_.data() + SurvivalCurveView::items_at + at * SurvivalCurveView::item_size;
  std::memmove(room + SurvivalCurveView::item_size, room, (count - at) * SurvivalCurveView::item_size);
  set_item(at, more);
  set_size(count + 1, observations);
}

void SurvivalCurveBuilder::add(const SurvivalCurveView& other) {
  const SurvivalCurveView mine(buffer_.bytes());
  const std::int64_t observations = checked_sum(mine.observations(), other.observations());
  // How many durations are new decides the size; then both are merged from the back, in place.
  std::size_t fresh = 0;
  for (std::size_t i = 0, j = 0; j < other.count(); ++j) {
    const std::int32_t at = other.item(j).at;
    while (i < mine.count() && mine.item(i).at < at) ++i;
    fresh += i == mine.count() || mine.item(i).at != at;
  }
  std::size_t i = mine.count(), j = other.count(), to = i + fresh;
  if (to > SurvivalCurveView::most_items) too_many_durations();
  buffer_.reserve(SurvivalCurveView::items_at + to * SurvivalCurveView::item_size);
  set_size(to, observations);
  const SurvivalCurveView grown(buffer_.bytes());
  while (j > 0) {
    SurvivalCounts counts = other.item(j - 1);
    if (i > 0 && grown.item(i - 1).at > counts.at) {
      counts = grown.item(--i);
    } else {
      if (i > 0 && grown.item(i - 1).at == counts.at) {
        const SurvivalCounts present = grown.item(--i);
        counts = {counts.at, present.reached + counts.reached, present.censored + counts.censored};
      }
      --j;
    }
    set_item(--to, counts);
  }
}

// ---- the estimate

void ProductLimit::step() {
  if (next_ > 0) {
    at_risk_ = left_ - counts_.censored;
    if (counts_.censored > 0) {
      // The run ends. When nobody is left, the next one has no step.
      run_survival_ = survival();
      if (left_ > 0) run_sum_ = run_sum_ + Fixed(1) / left_of_run() - Fixed(1) / divisor_of_run();
      run_at_risk_ = at_risk_;
    }
  }
  counts_ = curve_.item(next_++);
  left_ = at_risk_ - counts_.reached;
}

SurvivalPoint ProductLimit::point() const {
  SurvivalPoint point{counts_, left_ + counts_.reached, survival(), {}};
  if (left_ > 0) {
    const Fixed sum = run_sum_ + Fixed(1) / left_of_run() - Fixed(1) / divisor_of_run();
    point.standard_error = (point.survival * point.survival * sum).square_root();
  }
  return point;
}

std::optional<std::int32_t> survival_median(const SurvivalCurveView& curve) {
  const Fixed half = Fixed(1) / 2;
  ProductLimit walk(curve);
  while (!walk.at_end()) {
    const std::int32_t at = walk.next_at();
    walk.step();
    if (walk.survival() <= half) return at;
  }
  return {};
}

namespace {

// Answers for durations that do not fall.
class SurvivalWalk {
 public:
  explicit SurvivalWalk(const SurvivalCurveView& curve)
      : walk_(curve), longest_(curve.count() == 0 ? -1 : curve.item(curve.count() - 1).at) {}

  std::optional<Fixed> at(std::int64_t duration) {
    if (longest_ < 0) return {};
    while (!walk_.at_end() && walk_.next_at() <= duration) {
      walk_.step();
      survival_ = walk_.survival();
    }
    if (duration > longest_ && survival_ != Fixed()) return {};
    return survival_;
  }

 private:
  ProductLimit walk_;
  std::int64_t longest_;
  Fixed survival_{1};
};

void check_duration(std::int32_t duration) {
  if (duration < 0)
    throw Error(ErrorKind::invalid_parameter, "negative duration", concat("The duration is ", duration, "."),
                "Ask for 0 or more.");
}

}  // namespace

std::optional<Fixed> survival_at(const SurvivalCurveView& curve, std::int32_t duration) {
  check_duration(duration);
  return SurvivalWalk(curve).at(duration);
}

std::pmr::vector<Fixed> survivals_from(const SurvivalCurveView& curve, std::int32_t duration, std::size_t count,
                                       std::pmr::memory_resource& memory) {
  check_duration(duration);
  std::pmr::vector<Fixed> survivals(&memory);
  survivals.reserve(count);
  SurvivalWalk walk(curve);
  while (survivals.size() < count) {
    const auto survival = walk.at(std::int64_t{duration} + static_cast<std::int64_t>(survivals.size()));
    if (!survival) break;
    survivals.push_back(*survival);
  }
  return survivals;
}

}  // namespace c360::journey
