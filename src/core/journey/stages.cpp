// Entries of stages to stays, and stays to totals.
// Must not know: sessions, the database's encoding.
#include "core/journey/stages.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/utf8.hpp"

namespace c360::journey {

void StageDurations::create(StateBuffer& buffer, const Parameters& parameters) {
  const Front front{{.type = type}, 0, parameters.as_of, 0, parameters.ranked, 0};
  buffer.reserve(sizeof(Front) + 4 * (front.entry_front() + 12));
  store(buffer.data(), front);
}

StageDurations::Front StageDurations::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), name);
  const auto front = load<Front>(state.data());
  if (front.size > state.size() - sizeof(Front)) corrupt(name, "It is too short for its entries.");
  return front;
}

StageDurations::Row StageDurations::take_entry(ConstBytes& left, const Front& front) {
  const std::size_t text_at = front.entry_front();
  if (left.size() < text_at) corrupt(name, "It is too short for its entries.");
  const auto length = load<std::uint32_t>(left.data() + text_at - 4);
  if (length > left.size() - text_at) corrupt(name, "An entry is longer than the state.");
  const Row row{{reinterpret_cast<const char*>(left.data() + text_at), length},
                load<Instant>(left.data()),
                front.is_ranked() ? load<std::int64_t>(left.data() + 8) : 0};
  left = left.subspan(text_at + length);
  return row;
}

void StageDurations::validate(ConstBytes state) {
  const Front front = read(state);
  if (!is_finite(front.as_of)) corrupt(name, "Its as_of is outside the calendar.");
  if (front.ranked > 1 || front.unused != 0) corrupt(name, "Its entries are of an unknown kind.");
  ConstBytes left = state.subspan(sizeof(Front), front.size);
  for (std::uint32_t i = 0; i < front.entries; ++i) {
    const Row row = take_entry(left, front);
    if (!is_finite(row.at)) corrupt(name, "It has an instant outside the calendar.");
    if (row.at > front.as_of) corrupt(name, "It has an instant after as_of.");
    if (!is_text_in_utf8(row.stage)) corrupt(name, "It has a stage whose name is not UTF-8.");
  }
  if (!left.empty()) corrupt(name, "Bytes follow the last entry.");
}

// Where `entries` more of `size` bytes together go.
std::byte* StageDurations::make_room(std::size_t entries, std::size_t size) {
  auto front = load<Front>(buffer_.data());
  const std::size_t at = sizeof(Front) + front.size;
  buffer_.reserve(at + size);
  front.entries += static_cast<std::uint32_t>(entries);  // 2^32 entries do not fit a state
  front.size += size;
  store(buffer_.data(), front);
  return buffer_.data() + at;
}

void StageDurations::add(const Row& row) {
  const auto front = load<Front>(buffer_.data());
  if (row.at > front.as_of) return;
  const std::size_t text_at = front.entry_front();
  std::byte* const entry = make_room(1, text_at + row.stage.size());
  store(entry, row.at);
  if (front.is_ranked()) store(entry + 8, row.rank);
  store(entry + text_at - 4, static_cast<std::uint32_t>(row.stage.size()));
  if (!row.stage.empty()) std::memcpy(entry + text_at, row.stage.data(), row.stage.size());
}

void StageDurations::merge(ConstBytes other) {
  const Front theirs = read(other);
  check({theirs.as_of, theirs.is_ranked()});
  if (theirs.size == 0) return;
  std::memcpy(make_room(theirs.entries, theirs.size), other.data() + sizeof(Front), theirs.size);
}

// ---- the end, in steps

bool StageDurations::Final::Before::operator()(const Entry& a, const Entry& b) const {
  return std::tie(a.at, a.rank, a.stage) < std::tie(b.at, b.rank, b.stage);
}

bool StageDurations::Final::FirstEntered::operator()(const Stage& a, const Stage& b) const {
  return std::tie(a.first_entered, a.name) < std::tie(b.first_entered, b.name);
}

StageDurations::Final::Final(ConstBytes state, std::pmr::memory_resource& memory)
    : front_(read(state)), numbers_(&memory), places_(&memory), entries_(&memory), stages_(&memory) {
  left_ = state.subspan(sizeof(Front), front_.size);
  entries_.reserve(front_.entries);
}

bool StageDurations::Final::step() {
  switch (phase_) {
    case Phase::read:
      if (read_entries()) return true;
      next_name_ = numbers_.begin();
      places_.resize(numbers_.size());
      stages_.reserve(numbers_.size());
      phase_ = Phase::number;
      return true;
    case Phase::number:
      if (!number_stages()) phase_ = Phase::renumber;
      return true;
    case Phase::renumber:
      if (renumber_entries()) return true;
      sort_.emplace(entries_, Before());
      phase_ = Phase::sort;
      return true;
    case Phase::sort:
      if (!sort_->step()) begin_adding();
      return true;
    case Phase::add_up:
      if (add_up()) return true;
      sort_stages_.emplace(stages_, FirstEntered(), 1 + longest_name_ / 64);
      phase_ = Phase::sort_stages;
      return true;
    case Phase::sort_stages:
      if (sort_stages_->step()) return true;
      phase_ = Phase::done;
      return false;
    case Phase::done:
      return false;
  }
  return false;
}

bool StageDurations::Final::read_entries() {
  // Long names take longer to compare.
  constexpr std::size_t cost = 256;
  for (std::size_t spent = 0; spent < 16 * items_a_step && entries_.size() < front_.entries;) {
    const Row row = take_entry(left_, front_);
    const auto number = static_cast<std::uint32_t>(numbers_.size());
    const auto [name, is_new] = numbers_.try_emplace(row.stage, number);
    longest_name_ = std::max(longest_name_, row.stage.size());
    entries_.push_back({row.at, row.rank, name->second});
    spent += cost + row.stage.size();
  }
  return entries_.size() < front_.entries;
}

bool StageDurations::Final::number_stages() {
  for (std::size_t left = items_a_step / 16; left != 0 && next_name_ != numbers_.end(); --left, ++next_name_) {
    places_[next_name_->second] = static_cast<std::uint32_t>(stages_.size());
    stages_.push_back({next_name_->first, {}, 0, 0, false});
  }
  return next_name_ != numbers_.end();
}

bool StageDurations::Final::renumber_entries() {
  const std::size_t to = std::min(entries_.size(), next_ + items_a_step);
  for (; next_ < to; ++next_) entries_[next_].stage = places_[entries_[next_].stage];
  return next_ < entries_.size();
}

void StageDurations::Final::begin_adding() {
  next_ = 0;
  if (entries_.empty()) {
    phase_ = Phase::done;
    return;
  }
  if (std::int64_t whole; __builtin_sub_overflow(front_.as_of.value, entries_.front().at.value, &whole))
    throw Error(ErrorKind::out_of_range, "time in stages out of range",
                "The first entry is more than 292,271 years before as_of.",
                "Leave out entries at the ends of the calendar.");
  phase_ = Phase::add_up;
}

void StageDurations::Final::leave(Instant at) {
  if (current_) current_->total += at.value - entered_.value;
}

bool StageDurations::Final::add_up() {
  const std::size_t to = std::min(entries_.size(), next_ + items_a_step);
  for (; next_ < to; ++next_) {
    const Entry& entry = entries_[next_];
    Stage& stage = stages_[entry.stage];
    // Entering the stage that one is in already begins nothing.
    if (&stage == current_) continue;
    leave(entry.at);
    current_ = &stage;
    entered_ = entry.at;
    if (stage.visits++ == 0) stage.first_entered = entry.at;
  }
  if (next_ < entries_.size()) return true;
  leave(front_.as_of);
  current_->is_current = true;
  return false;
}

StageDurations::Result StageDurations::result(ConstBytes state, std::pmr::memory_resource& memory) {
  Final work(state, memory);
  return std::move(finish(work).result());
}

}  // namespace c360::journey
