// Stickiness (METRICS A7): mean daily active users of a window ÷ distinct users active in it.
// Must not know: how a fraction is printed.
#pragma once

#include "core/activity/activity_matrix.hpp"
#include "core/activity/history.hpp"

namespace c360::activity {

// Flat state: two sums.
class Stickiness {
 public:
  static constexpr StateType type{2};
  static constexpr std::string_view name = "stickiness state";
  struct Parameters {
    Day as_of;
    std::int32_t window_days = 28;
    friend bool operator==(const Parameters&, const Parameters&) = default;
  };
  struct Row {
    HistoryView history;
  };
  // active_days ÷ (window_days · users); both 0 when nobody was active.
  struct Result {
    std::int64_t active_days;
    std::int64_t possible_days;
  };

  static void create(StateBuffer& buffer, const Parameters& parameters) {
    buffer.reserve(sizeof(Front));
    store(buffer.data(), Front{{.type = type}, parameters, 0, 0, 0});
  }
  explicit Stickiness(StateBuffer& buffer) : bytes_(buffer.data()) { read(buffer.bytes()); }

  // Throws invalid_parameter when the window is not within 1…1000 days.
  static void check_window(std::int32_t window_days) {
    if (window_days < 1 || window_days > 1000)
      throw Error(ErrorKind::invalid_parameter, "window_days out of range",
                  concat("The window given is ", window_days, " days."), "Use 28 or 30 (monthly), at most 1000.");
  }
  void check(const Parameters& parameters) const {
    if (load<Front>(bytes_).parameters != parameters) throw_parameter_differs("as_of and window_days");
  }
  void add(const Row& row) {
    auto front = load<Front>(bytes_);
    const std::int64_t to = std::int64_t{front.parameters.as_of.value} + 1;
    const std::int64_t days = row.history.count_between(to - front.parameters.window_days, to);
    front.active_days += days;
    front.users += days != 0;
    store(bytes_, front);
  }
  void merge(ConstBytes other) {
    const Front theirs = read(other);
    check(theirs.parameters);
    auto front = load<Front>(bytes_);
    front.active_days += theirs.active_days;
    front.users += theirs.users;
    store(bytes_, front);
  }
  static Result result(ConstBytes state, std::pmr::memory_resource&) {
    const Front front = read(state);
    return {front.active_days, front.users * front.parameters.window_days};
  }
  static void validate(ConstBytes state) {
    const Front front = read(state);
    check_window(front.parameters.window_days);
    if (!is_calendar_day(front.parameters.as_of.value) || front.users < 0 || front.active_days < front.users ||
        front.users > std::int64_t{1} << 48 || front.active_days > front.users * front.parameters.window_days)
      corrupt(name, "Its counts are impossible.");
  }

 private:
  struct Front {
    StateHeader header;
    Parameters parameters;
    std::uint32_t unused;  // no padding in stored bytes
    std::int64_t active_days;
    std::int64_t users;
  };
  static Front read(ConstBytes state) {
    check_header(state, type, sizeof(Front), name);
    return load<Front>(state.data());
  }

  std::byte* bytes_;
};

// The same from raw events of the whole population.
template <class KeyType>
class StickinessPopulation {
 public:
  using Key = KeyType;
  using Parameters = Stickiness::Parameters;
  struct Row {
    Key key;
    Day day;
  };

  StickinessPopulation(std::pmr::memory_resource& memory, const Parameters& parameters, const HashSeed& seed)
      : parameters_(parameters),
        first_day_(std::int64_t{parameters.as_of.value} - parameters.window_days + 1),
        population_(memory, seed) {
    Stickiness::check_window(parameters.window_days);
  }

  const Parameters& parameters() const { return parameters_; }
  void check(const Parameters& parameters) const {
    if (parameters != parameters_) throw_parameter_differs("as_of and window_days");
  }
  void add(const Row& row) {
    if (row.day.value >= first_day_ && row.day <= parameters_.as_of) population_.add(row.key, row.day.value);
  }
  ActivityMatrix<Key>& population() { return population_; }

  // Adds entities [from, to) of a part. Nobody is here without a day of the window.
  void count(std::size_t part, std::uint32_t from, std::uint32_t to, Stickiness::Result& sums) const {
    population_.for_each_entity(part, from, to, [&](const auto& record) {
      population_.for_each_block(record,
                                 [&](std::int32_t, std::uint64_t bits) { sums.active_days += count_bits(bits); });
      sums.possible_days += parameters_.window_days;
    });
  }

 private:
  Parameters parameters_;
  std::int64_t first_day_;
  ActivityMatrix<Key> population_;
};

}  // namespace c360::activity
