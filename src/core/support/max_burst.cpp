// The window slides over the sorted instants.
// Must not know: SQL.
#include "core/support/max_burst.hpp"

#include <algorithm>
#include <charconv>

namespace c360::support {

namespace {

[[noreturn]] void refuse_length(std::string_view detail) {
  throw Error(ErrorKind::invalid_parameter, "within must be a positive length of time", std::string(detail),
              "Use days, which are 24 hours here, or hours: 7, '7 days', '36 hours'.");
}

}  // namespace

std::optional<std::int64_t> days_of(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\r\f\v", digits = "0123456789";
  const std::size_t from = text.find_first_not_of(blanks);
  if (from == std::string_view::npos) return {};
  text = text.substr(from, text.find_last_not_of(blanks) + 1 - from);
  if (text.find_first_not_of("0123456789.+-") != std::string_view::npos ||
      text.find_first_of(digits) == std::string_view::npos)
    return {};
  std::int64_t days = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (fault != std::errc() || end != text.data() + text.size())
    refuse_length(concat("The text is \"", excerpt(text), "\", a number without a unit, which would be days."));
  return days;
}

void MaxBurst::create(StateBuffer& buffer, const Parameters& parameters) {
  if (parameters.length <= 0) refuse_length("The interval is zero or negative.");
  buffer.reserve(event_at(1));
  store(buffer.data(), Front{{.type = type}, 0, parameters});
}

MaxBurst::Front MaxBurst::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), name);
  const auto front = load<Front>(state.data());
  if (front.count > (state.size() - sizeof(Front)) / sizeof(Instant)) corrupt(name, "It is too short for its events.");
  return front;
}

void MaxBurst::validate(ConstBytes state) {
  const Front front = read(state);
  if (front.parameters.length <= 0) corrupt(name, "Its window has no length.");
  for (std::size_t event = 0; event < front.count; ++event) {
    if (!is_finite(load<Instant>(state.data() + event_at(event))))
      corrupt(name, "It has an instant outside the calendar.");
  }
}

void MaxBurst::append_events(const std::byte* events, std::size_t more) {
  auto front = load<Front>(buffer_.data());
  buffer_.reserve(event_at(front.count + more));
  std::memcpy(buffer_.data() + event_at(front.count), events, more * sizeof(Instant));
  front.count += static_cast<std::uint32_t>(more);  // fits: a buffer holds fewer
  store(buffer_.data(), front);
}

void MaxBurst::add(const Row& row) { append_events(reinterpret_cast<const std::byte*>(&row.at), 1); }

void MaxBurst::merge(ConstBytes other) {
  const Front theirs = read(other);
  check(theirs.parameters);
  append_events(other.data() + event_at(0), theirs.count);
}

MaxBurst::Final::Final(ConstBytes state, std::pmr::memory_resource& memory)
    : state_(state), front_(read(state)), events_(&memory) {
  events_.reserve(front_.count);
}

bool MaxBurst::Final::step() {
  if (is_sorted_) return slide();
  if (sort_) {
    is_sorted_ = !sort_->step();
  } else if (!take_items(events_, state_.data() + event_at(0), front_.count)) {
    sort_.emplace(events_, std::less<>());
  }
  return true;
}

bool MaxBurst::Final::slide() {
  std::size_t budget = items_a_step;
  for (; last_ < events_.size(); ++last_) {
    // Unsigned: the calendar is longer than an int64 of microseconds.
    while (static_cast<std::uint64_t>(events_[last_].value) - static_cast<std::uint64_t>(events_[first_].value) >=
           static_cast<std::uint64_t>(front_.parameters.length)) {
      ++first_;
      if (--budget == 0) return true;
    }
    most_ = std::max(most_, last_ + 1 - first_);
    if (--budget == 0) {
      ++last_;
      return true;
    }
  }
  return false;
}

MaxBurst::Result MaxBurst::result(ConstBytes state, std::pmr::memory_resource& memory) {
  Final work(state, memory);
  return finish(work).result();
}

}  // namespace c360::support
