// Time per lifecycle stage (METRICS D3): how long an entity was in each stage of its journey.
// Must not know: which stages there are, time zones, how intervals are written.
#pragma once

#include <functional>
#include <map>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/instant.hpp"
#include "core/base/state.hpp"
#include "core/base/steps.hpp"

namespace c360::journey {

// Flat state: what was entered up to `as_of`, in order of arrival. Entries are sorted at the end: by instant, then by
// rank where there are ranks, then by the bytes of the stage, so that the order of arrival cannot show. Of stages
// entered at one instant all but the last are stays of no time. Format, version 1: Front · entries × (int64 instant,
// int64 rank where it has ranks, uint32 length, length bytes of the stage in UTF-8).
class StageDurations {
 public:
  static constexpr StateType type{13};
  static constexpr std::string_view name = "stage durations state";
  struct Parameters {
    Instant as_of;
    bool ranked = false;
  };
  struct Row {
    std::string_view stage;  // UTF-8
    Instant at;
    // Of two entries at one instant that of the higher rank is the later one.
    std::int64_t rank = 0;
  };
  // Of a row that has none: it comes first.
  static constexpr std::int64_t no_rank = INT64_MIN;
  // Stages point into the state.
  struct Stage {
    std::string_view name;
    Instant first_entered;
    std::int64_t total = 0;  // microseconds
    std::int64_t visits = 0;
    bool is_current = false;
  };
  using Result = std::pmr::vector<Stage>;  // by first entry, then name

  static void create(StateBuffer& buffer, const Parameters& parameters);
  explicit StageDurations(StateBuffer& buffer) : buffer_(buffer) { read(buffer.bytes()); }
  void check(const Parameters& parameters) const {
    const auto front = load<Front>(buffer_.data());
    if (front.as_of != parameters.as_of) throw_parameter_differs("as_of");
    if (front.is_ranked() != parameters.ranked) throw_parameter_differs("whether stages have ranks");
  }
  void add(const Row& row);
  void merge(ConstBytes other);
  class Final;
  // Throws out_of_range where the whole time does not fit 292,271 years.
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  struct Front {
    StateHeader header;
    std::uint32_t entries;
    Instant as_of;
    std::uint64_t size;    // of all entries, in bytes
    std::uint32_t ranked;  // 0 or 1
    std::uint32_t unused;
    bool is_ranked() const { return ranked != 0; }
    // Of an entry, what stands before its text.
    std::size_t entry_front() const { return is_ranked() ? 20 : 12; }
  };
  static Front read(ConstBytes state);
  // Takes the first entry off.
  static Row take_entry(ConstBytes& left, const Front& front);
  std::byte* make_room(std::size_t entries, std::size_t size);

  StateBuffer& buffer_;
};

// In steps: entries are read and their stages numbered in the order of their bytes, sorted, and added up by stage.
class StageDurations::Final {
 public:
  Final(ConstBytes state, std::pmr::memory_resource& memory);
  bool step();
  Result& result() { return stages_; }

 private:
  enum class Phase { read, number, renumber, sort, add_up, sort_stages, done };
  struct Entry {
    Instant at;
    std::int64_t rank;
    std::uint32_t stage;  // its number
  };
  // By instant, rank, and the place of the stage in the order of bytes.
  struct Before {
    bool operator()(const Entry& a, const Entry& b) const;
  };
  struct FirstEntered {
    bool operator()(const Stage& a, const Stage& b) const;
  };

  bool read_entries();
  bool number_stages();
  bool renumber_entries();
  void begin_adding();
  bool add_up();
  void leave(Instant at);

  ConstBytes left_;
  Front front_;
  Phase phase_ = Phase::read;
  // A tree and no hash table: it has its order, no name can make it slow, and it grows without moving what it has.
  std::pmr::map<std::string_view, std::uint32_t> numbers_;  // in order of first sight
  std::pmr::map<std::string_view, std::uint32_t>::const_iterator next_name_;
  std::pmr::vector<std::uint32_t> places_;  // of each number, in the order of bytes
  std::size_t longest_name_ = 0;
  std::pmr::vector<Entry> entries_;
  std::optional<SteppedSort<Entry, Before>> sort_;
  std::optional<SteppedSort<Stage, FirstEntered>> sort_stages_;
  std::size_t next_ = 0;
  Stage* current_ = nullptr;
  Instant entered_{};
  Result stages_;
};

}  // namespace c360::journey
