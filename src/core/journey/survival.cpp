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
    if (!counts.is_valid()) corrupt(name, concat("Duration ", i, " has an impossible number of observations."));
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

void SurvivalCounts::check_count(std::size_t durations) {
  if (durations > SurvivalCurveView::most_items)
    throw Error(ErrorKind::out_of_range, "survival curve too large",
                concat("A curve holds at most ", SurvivalCurveView::most_items, " different durations."),
                "Count in a longer unit: in days they last for 179 years.");
}

void SurvivalAgg::create(StateBuffer& buffer, const Parameters&) {
  // Room for five durations at once, 128 bytes with the host's length word.
  buffer.reserve(items_at + 5 * SurvivalCounts::size);
  store(buffer.data(), ListFront{{.type = type}, {0, 0}});
}

void SurvivalAgg::validate(ConstBytes state) {
  const auto list = view(state);
  if (list.counts().sorted > SurvivalCurveView::most_items)
    corrupt(name, concat("It has ", list.counts().sorted, " durations, more than a curve may have."));
  std::int64_t sum = 0;
  list.validate({}, name, [&](const SurvivalCounts& counts) {
    if (!counts.is_valid()) return false;
    sum += counts.observations();
    return sum <= SurvivalCurveView::most_observations;
  });
  if (sum != observations_of(state)) corrupt(name, "Its number of observations is not the sum over its durations.");
}

static std::int64_t checked_sum(std::int64_t observations, std::int64_t more) {
  if (more > SurvivalCurveView::most_observations - observations)
    throw Error(ErrorKind::out_of_range, "survival curve too large",
                concat("A curve holds at most ", SurvivalCurveView::most_observations, " observations."),
                "Build curves from fewer rows, for example by segment.");
  return observations + more;
}

// Full curves have a duration for every day: it is looked up there first.
bool SurvivalAgg::add_where_expected(const SurvivalCounts& more) {
  const auto list = ListView<SurvivalCounts>(buffer_.bytes(), items_at, name);
  if (list.counts().sorted == 0) return false;
  const std::int64_t i = std::int64_t{more.at} - list.item(0).at;
  if (i < 0 || i >= list.counts().sorted) return false;
  SurvivalCounts present = list.item(static_cast<std::size_t>(i));
  if (!present.join(more, {})) return false;
  store(buffer_.data() + items_at + static_cast<std::size_t>(i) * SurvivalCounts::size, present);
  return true;
}

void SurvivalAgg::add(const SurvivalCounts& more) {
  if (more.at < 0)
    throw Error(ErrorKind::invalid_parameter, "negative duration",
                concat("The duration is ", std::int32_t{more.at}, "."),
                "Count from the start to the end; leave out rows whose end precedes their start.");
  const std::int64_t observations = checked_sum(observations_of(buffer_.bytes()), more.observations());
  if (!add_where_expected(more)) list().add(more);
  store(buffer_.data() + observations_at, observations);
}

void SurvivalAgg::add_all(const ListView<SurvivalCounts>& other, std::int64_t more) {
  const std::int64_t observations = checked_sum(observations_of(buffer_.bytes()), more);
  list().add_all(other);
  store(buffer_.data() + observations_at, observations);
}

SurvivalAgg::Result SurvivalAgg::result(ConstBytes state, std::pmr::memory_resource& memory) {
  const auto list = view(state);
  JoinedList<SurvivalCounts>::Settling settling(list, {}, memory);
  const ConstBytes items =
      list.counts().waiting == 0 ? list.items() : std::as_bytes(std::span(finish(settling).settled()));
  const std::size_t count = items.size() / SurvivalCounts::size;
  SurvivalCounts::check_count(count);
  StateBuffer value(memory);
  value.resize(SurvivalCurveView::items_at + items.size());
  store(value.data(), StateHeader{.type = SurvivalCurveView::type});
  store(value.data() + sizeof(StateHeader), static_cast<std::uint32_t>(count));
  store(value.data() + sizeof(StateHeader) + 4, observations_of(state));
  if (!items.empty()) std::memcpy(value.data() + SurvivalCurveView::items_at, items.data(), items.size());
  return value;
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
