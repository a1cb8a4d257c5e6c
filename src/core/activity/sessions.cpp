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

Sessions::Final::Final(ConstBytes state, std::pmr::memory_resource& memory)
    : gap_(read(state).parameters.gap), walk_(view(state), memory), lengths_(&memory) {
  lengths_.reserve(view(state).counts().all());
}

void Sessions::Final::end_session() {
  if (!current_) return;
  lengths_.push_back(current_->length());
  total_ += current_->length();
}

bool Sessions::Final::step() {
  if (by_length_) {
    if (by_length_->step()) return true;
    take_results();
    return false;
  }
  const bool more = walk_.step([&](const Session& session) {
    if (current_ && current_->join(session, gap_)) return;
    end_session();
    current_ = session;
  });
  if (more) return true;
  end_session();
  by_length_.emplace(lengths_, std::less<>());
  return true;
}

void Sessions::Final::take_results() {
  const std::size_t count = lengths_.size();
  if (count == 0) return;
  if (total_ > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    throw Error(ErrorKind::out_of_range, "time in sessions out of range",
                "The sessions last more than 292,271 years in all.", "Leave out events at the ends of the calendar.");
  std::uint64_t median = lengths_[count / 2];
  if (count % 2 == 0) {
    // Half a microsecond goes to the even one, as percentile_cont has it.
    const std::uint64_t below = lengths_[count / 2 - 1], apart = median - below;
    median = below + apart / 2 + (apart % 4 == 3);
  }
  // Each is below 2^63, as the total is.
  result_ = {static_cast<std::int64_t>(count), static_cast<std::int64_t>(total_),
             static_cast<std::int64_t>(lengths_.back()), static_cast<std::int64_t>(median)};
}

Sessions::Result Sessions::result(ConstBytes state, std::pmr::memory_resource& memory) {
  Final work(state, memory);
  return finish(work).result();
}

}  // namespace c360::activity
