// Retention of one cohort from histories.
// Must not know: entities.
#include "core/activity/retention.hpp"

#include <algorithm>

#include "core/base/document.hpp"

namespace c360::activity {

RetentionRule parse_retention_options(std::string_view json) {
  using document::Node, document::Object;
  static constexpr std::string_view words[] = {"on", "on or after"};
  static constexpr Node word{.kind = Node::Kind::word, .words = words};
  static constexpr document::Property properties[] = {{"active", word}};
  static constexpr Node options{.kind = Node::Kind::object, .properties = properties};

  document::Faults faults;
  RetentionRule rule = RetentionRule::on;
  if (const auto parsed = document::parse(json, faults)) {
    const document::Path path;
    Object object(*parsed, path, options, faults);
    if (object && object.given("active")) {
      const std::string given = object.text("active");
      const auto found = std::ranges::find(words, given);
      if (found != std::end(words))
        rule = static_cast<RetentionRule>(found - std::begin(words));
      else if (object.value("active")->kind == Json::Kind::string)
        faults.tell("unknown_word", object.at("active"), concat("The word \"", excerpt(given), "\" is unknown."),
                    "Use \"on\" or \"on or after\".");
    }
  }
  document::refuse(faults, "invalid options of retention", R"(Write, for example, {"active": "on or after"}.)");
  return rule;
}

void Retention::create(StateBuffer& buffer, const Parameters& parameters) {
  check_retention_periods(parameters.periods);
  buffer.reserve(sizeof(Front) + (static_cast<std::size_t>(parameters.periods) + 1) * 8);
  store(buffer.data(), Front{{.type = type}, parameters.periods, parameters.as_of, parameters.grain.code(), 0, parameters.rule, 0});
}

Retention::Front Retention::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), name);
  return load<Front>(state.data());
}

void Retention::validate(ConstBytes state) {
  const Front front = read(state);
  if (!Grain::from_code(front.grain)) corrupt(name, concat("Its grain has the unknown code ", front.grain, "."));
  check_retention_periods(front.periods);
  if (!is_calendar_day(front.as_of.value)) corrupt(name, "Its as_of is outside the calendar.");
  const std::size_t counters = static_cast<std::size_t>(front.periods) + 1;
  if (state.size() < sizeof(Front) + counters * 8) corrupt(name, "It is too short for its periods.");
  constexpr std::int64_t farthest = std::int64_t{1} << 32;
  if (front.has_cohort > 1 || front.rule > RetentionRule::on_or_after || front.cohort < -farthest || front.cohort > farthest)
    corrupt(name, "Its cohort is impossible.");
  for (std::size_t k = 0; k < counters; ++k)
    if (load<std::uint64_t>(counter_at(state.data(), k)) >> 48 != 0)
      corrupt(name, "It counts more entities than possible.");
}

void Retention::check(const Parameters& parameters) const {
  const auto front = load<Front>(bytes_);
  if (front.grain != parameters.grain.code() || front.periods != parameters.periods || front.as_of != parameters.as_of ||
      front.rule != parameters.rule)
    throw_parameter_differs("grain, periods, as_of and options");
}

void Retention::set_cohort(std::int64_t cohort) {
  auto front = load<Front>(bytes_);
  if (front.has_cohort && front.cohort != cohort)
    throw Error(ErrorKind::invalid_parameter, "cohort must be constant within a group",
                "Two entities of one group belong to cohorts of different periods.",
                "GROUP BY the cohort, or use retention_matrix for all cohorts at once.");
  front.has_cohort = 1;
  front.cohort = cohort;
  store(bytes_, front);
}

void Retention::add(const Row& row) {
  const auto front = load<Front>(bytes_);
  const Periods periods(*Grain::from_code(front.grain), front.as_of);
  std::optional<Day> start = row.cohort_start;
  if (!start) {
    start = row.history.first();
    if (!start || *start > front.as_of) return;  // never active as far as as_of can see: in no cohort
  }
  const std::int64_t cohort = periods.index(*start);
  set_cohort(cohort);

  BackwardCursor cursor(row.history);
  if (front.rule == RetentionRule::on_or_after) {
    const auto last = cursor.last_until(front.as_of.value);
    if (!last) return;
    const std::int64_t later = periods.index(Day{static_cast<std::int32_t>(*last)}) - cohort;
    if (later < 0) return;
    std::byte* counter =
        counter_at(bytes_, static_cast<std::size_t>(std::min<std::int64_t>(later, front.periods)));
    store(counter, load<std::int64_t>(counter) + 1);
    return;
  }
  const std::int64_t end = periods.last(cohort + front.periods);
  std::int64_t until = std::min<std::int64_t>(end, front.as_of.value);
  while (const auto day = cursor.last_until(until)) {
    const std::int64_t index = periods.index(Day{static_cast<std::int32_t>(*day)});
    if (index < cohort) break;
    std::byte* counter = counter_at(bytes_, static_cast<std::size_t>(index - cohort));
    store(counter, load<std::int64_t>(counter) + 1);
    until = periods.start(index) - 1;
  }
}

void Retention::merge(ConstBytes other) {
  const Front theirs = read(other);
  check({*Grain::from_code(theirs.grain), theirs.periods, theirs.as_of, theirs.rule});
  if (theirs.has_cohort) set_cohort(theirs.cohort);
  for (std::size_t k = 0; k <= static_cast<std::size_t>(theirs.periods); ++k) {
    std::byte* counter = counter_at(bytes_, k);
    store(counter, load<std::int64_t>(counter) + load<std::int64_t>(counter_at(other.data(), k)));
  }
}

Retention::Result Retention::result(ConstBytes state, std::pmr::memory_resource& memory) {
  const Front front = read(state);
  const Periods periods(*Grain::from_code(front.grain), front.as_of);
  const std::int64_t count = std::int64_t{front.periods} + 1;
  Result result{std::pmr::vector<std::int64_t>(static_cast<std::size_t>(count), &memory), 0};
  if (!front.has_cohort) return result;
  result.finished = static_cast<std::size_t>(
      std::clamp<std::int64_t>(periods.last_finished(front.as_of) - front.cohort + 1, 0, count));
  for (std::size_t k = 0; k < result.active.size(); ++k)
    result.active[k] = load<std::int64_t>(counter_at(state.data(), k));
  if (front.rule == RetentionRule::on_or_after) add_later_ones(result.active);
  return result;
}

}  // namespace c360::activity
