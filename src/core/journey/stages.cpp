// Entries of stages to stays, and stays to totals.
// Must not know: sessions, the database's encoding.
#include "core/journey/stages.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/utf8.hpp"

namespace c360::journey {

void StageDurations::create(StateBuffer& buffer, const Parameters& parameters) {
  buffer.reserve(sizeof(Front) + 4 * (entry_front + 12));
  store(buffer.data(), Front{{.type = type}, 0, parameters.as_of, 0});
}

StageDurations::Front StageDurations::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), name);
  const auto front = load<Front>(state.data());
  if (front.size > state.size() - sizeof(Front)) corrupt(name, "It is too short for its entries.");
  return front;
}

template <class Use>
void StageDurations::for_each(ConstBytes state, const Front& front, Use use) {
  ConstBytes left = state.subspan(sizeof(Front), front.size);
  for (std::uint32_t i = 0; i < front.entries; ++i) {
    if (left.size() < entry_front) corrupt(name, "It is too short for its entries.");
    const auto length = load<std::uint32_t>(left.data() + 8);
    if (length > left.size() - entry_front) corrupt(name, concat("Entry ", i, " is longer than the state."));
    const auto* text = reinterpret_cast<const char*>(left.data() + entry_front);
    use(Row{{text, length}, load<Instant>(left.data())});
    left = left.subspan(entry_front + length);
  }
  if (!left.empty()) corrupt(name, "Bytes follow the last entry.");
}

void StageDurations::validate(ConstBytes state) {
  const Front front = read(state);
  if (!is_finite(front.as_of)) corrupt(name, "Its as_of is outside the calendar.");
  for_each(state, front, [&](const Row& row) {
    if (!is_finite(row.at)) corrupt(name, "It has an instant outside the calendar.");
    if (row.at > front.as_of) corrupt(name, "It has an instant after as_of.");
    if (!is_text_in_utf8(row.stage)) corrupt(name, "It has a stage whose name is not UTF-8.");
  });
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
  if (row.at > load<Front>(buffer_.data()).as_of) return;
  std::byte* const entry = make_room(1, entry_front + row.stage.size());
  store(entry, row.at);
  store(entry + 8, static_cast<std::uint32_t>(row.stage.size()));
  if (!row.stage.empty()) std::memcpy(entry + entry_front, row.stage.data(), row.stage.size());
}

void StageDurations::merge(ConstBytes other) {
  const Front theirs = read(other);
  check({theirs.as_of});
  if (theirs.size == 0) return;
  std::memcpy(make_room(theirs.entries, theirs.size), other.data() + sizeof(Front), theirs.size);
}

StageDurations::Result StageDurations::result(ConstBytes state, std::pmr::memory_resource& memory) {
  const Front front = read(state);
  std::pmr::vector<Row> entries(&memory);
  for_each(state, front, [&](const Row& row) { entries.push_back(row); });
  std::ranges::sort(entries,
                    [](const Row& a, const Row& b) { return std::tie(a.at, a.stage) < std::tie(b.at, b.stage); });

  // Entering the stage that one is in already begins nothing.
  const auto same_stage = [](const Row& a, const Row& b) { return a.stage == b.stage; };
  entries.erase(std::unique(entries.begin(), entries.end(), same_stage), entries.end());
  Result stages(&memory);
  if (entries.empty()) return stages;
  if (std::int64_t whole; __builtin_sub_overflow(front.as_of.value, entries[0].at.value, &whole))
    throw Error(ErrorKind::out_of_range, "time in stages out of range",
                "The first entry is more than 292,271 years before as_of.",
                "Leave out entries at the ends of the calendar.");
  stages.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const bool is_last = i + 1 == entries.size();
    const Instant left = is_last ? front.as_of : entries[i + 1].at;
    stages.push_back({entries[i].stage, entries[i].at, left.value - entries[i].at.value, 1, is_last});
  }

  // The stays of one stage become one row: side by side, the earliest first, then added up.
  std::ranges::stable_sort(stages, {}, &Stage::name);
  std::size_t kept = 0;
  for (std::size_t i = 1; i < stages.size(); ++i) {
    Stage& sum = stages[kept];
    if (stages[i].name != sum.name) {
      stages[++kept] = stages[i];
      continue;
    }
    sum.total += stages[i].total;
    sum.visits += stages[i].visits;
    sum.is_current = sum.is_current || stages[i].is_current;
  }
  stages.erase(stages.begin() + static_cast<std::ptrdiff_t>(kept + 1), stages.end());
  std::ranges::sort(stages, [](const Stage& a, const Stage& b) {
    return std::tie(a.first_entered, a.name) < std::tie(b.first_entered, b.name);
  });
  return stages;
}

}  // namespace c360::journey
