// Events to sessions, sessions to their lengths.
// Must not know: SQL.
#include "core/activity/sessions.hpp"

#include <limits>

namespace c360::activity {

void Sessions::create(StateBuffer& buffer, const Parameters& parameters) {
  if (parameters.gap <= 0)
    throw Error(ErrorKind::invalid_parameter, "gap must be a positive length of time",
                "The interval is zero or negative.", "Use, for example, '30 minutes'.");
  buffer.reserve(items_at + 2 * sizeof(Session));
  store(buffer.data(), Front{{{.type = type}, {0, 0}}, 0, parameters});
}

Sessions::Front Sessions::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), name);
  view(state);
  return load<Front>(state.data());
}

void Sessions::validate(ConstBytes state) {
  const Front front = read(state);
  if (front.parameters.gap <= 0) corrupt(name, "Its gap is zero or negative.");
  if (front.zero != 0) corrupt(name, "Its spare bytes are not 0.");
  view(state).validate(front.parameters.gap, name, [](const Session& session) {
    return session.first <= session.last && is_finite(Instant{session.first}) && is_finite(Instant{session.last});
  });
}

Sessions::Answer::Answer(ConstBytes state, std::pmr::memory_resource& memory)
    : memory_(&memory),
      gap_(read(state).parameters.gap),
      sessions_(view(state), memory),
      lengths_(&memory) {
  lengths_.reserve(view(state).counts().all());
}

void Sessions::Answer::end_session() {
  if (!current_) return;
  lengths_.push_back({current_->length()});
  total_ += current_->length();
  longest_ = std::max(longest_, current_->length());
}

// The median is found by walking over the lengths in order, to the middle.
bool Sessions::Answer::begin_median() {
  end_session();
  if (lengths_.empty()) return false;
  by_length_.emplace(ConstBytes(), std::as_bytes(std::span(lengths_)), *memory_);
  return true;
}

bool Sessions::Answer::step() {
  if (by_length_)
    return by_length_->step([&](const Length& length) {
      before_median_ = median_;
      median_ = length.value;
      return ++passed_ <= lengths_.size() / 2;
    });
  const bool done = sessions_.step([&](const Session& session) {
    if (!current_ || !current_->join(session, gap_)) {
      end_session();
      current_ = session;
    }
    return true;
  });
  return done && !begin_median();
}

Sessions::Result Sessions::Answer::result() const {
  const std::size_t count = lengths_.size();
  if (count == 0) return {0, 0, {}, {}};
  if (total_ > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    throw Error(ErrorKind::out_of_range, "time in sessions out of range",
                "The sessions last more than 292,271 years in all.", "Leave out events at the ends of the calendar.");
  // Between two: half a microsecond goes to the even one, as percentile_cont has it.
  const std::uint64_t apart = median_ - before_median_;
  const std::uint64_t median = count % 2 == 1 ? median_ : before_median_ + apart / 2 + (apart % 4 == 3);
  return {static_cast<std::int64_t>(count), static_cast<std::int64_t>(total_), static_cast<std::int64_t>(longest_),
          static_cast<std::int64_t>(median)};
}

Sessions::Result Sessions::result(ConstBytes state, std::pmr::memory_resource& memory) {
  Answer answer(state, memory);
  while (!answer.step()) {
  }
  return answer.result();
}

}  // namespace c360::activity
