// Vertical counters for trailing windows.
// Must not know: entities, SQL.
#include "core/activity/active_users.hpp"

#include <algorithm>

namespace c360::activity {

namespace {

// States stand at any address. A structure, because an attribute of a mere alias is lost in auto and in templates.
struct [[gnu::packed, gnu::may_alias]] Word {
  std::uint64_t bits;
};

// Full adder of three bits a lane: the sum stays in `sum`, the carry is returned.
inline std::uint64_t carry_save(std::uint64_t& sum, std::uint64_t a, std::uint64_t b) {
  const std::uint64_t half = sum ^ a;
  const std::uint64_t carry = (sum & a) | (half & b);
  sum = half ^ b;
  return carry;
}

// words |= words shifted by `days` towards later days.
void or_shifted(std::uint64_t* words, std::size_t count, std::size_t days) {
  const std::size_t whole = days / 64, part = days % 64;
  for (std::size_t i = count; i-- > whole;) {
    std::uint64_t shifted = words[i - whole] << part;
    if (part != 0 && i > whole) shifted |= words[i - whole - 1] >> (64 - part);
    words[i] |= shifted;
  }
}

// A day becomes active when it or one of the window-1 days before it was: by doubling, log2(window) steps. `done` is
// the window for which they have been spread already.
void spread(std::uint64_t* words, std::size_t count, std::size_t done, std::size_t window) {
  for (; done * 2 <= window; done *= 2) or_shifted(words, count, done);
  if (done < window) or_shifted(words, count, window - done);
}

}  // namespace

void ActiveUsersParameters::check() const {
  if (days() > static_cast<std::size_t>(most_days))
    throw Error(ErrorKind::invalid_parameter, "range of days too long",
                concat("The range has ", days(), " days; the limit is ", most_days, "."), "Ask for a shorter range.");
  for (int i = 0; i < window_count; ++i)
    if (windows[static_cast<std::size_t>(i)] < 1 || windows[static_cast<std::size_t>(i)] > longest_window)
      throw Error(ErrorKind::invalid_parameter, "window_days out of range",
                  concat("The window given is ", windows[static_cast<std::size_t>(i)], " days."),
                  concat("Use 1 (daily), 7 (weekly), 28 or 30 (monthly), at most ", longest_window, "."));
}

std::int64_t ActiveUsersParameters::first_needed_day() const {
  return std::int64_t{from} - (*std::max_element(windows.begin(), windows.begin() + window_count) - 1);
}

std::size_t ActiveUsersParameters::words() const {
  return from == to ? 0 : static_cast<std::size_t>(floor_div(to - std::int64_t{1}, 64) - first_word() + 1);
}

// Where the arrays of a state are: waiting rows, planes, counters; each a row of columns = windows · words.
struct ActiveUsers::Layout {
  explicit Layout(const Parameters& parameters)
      : words(parameters.words()), columns(words * static_cast<std::size_t>(parameters.window_count)) {}

  std::size_t waiting_at(std::size_t row) const { return arrays_at + row * columns * 8; }
  std::size_t plane_at(std::size_t plane) const { return waiting_at(group) + plane * columns * 8; }
  std::size_t counters_at() const { return plane_at(planes); }
  std::size_t size() const { return counters_at() + columns * 64 * 8; }

  std::size_t words, columns;
};

std::size_t ActiveUsers::size(const Parameters& parameters) { return Layout(parameters).size(); }

void ActiveUsers::create(StateBuffer& buffer, const Parameters& parameters) {
  buffer.reserve(size(parameters));
  store(buffer.data(), Front{{.type = type}, 0, parameters});
}

ActiveUsersParameters ActiveUsers::read_parameters(ConstBytes state) {
  check_header(state, type, arrays_at, "active_users state");
  return load<Front>(state.data()).parameters;
}

void ActiveUsers::validate(ConstBytes state) {
  const Parameters parameters = read_parameters(state);
  const auto bad = [](bool is_bad, std::string_view what) {
    if (is_bad) corrupt(name, what);
  };
  bad(parameters.window_count < 1 || parameters.window_count > Parameters::most_windows,
      "It has an impossible number of windows.");
  bad(parameters.from > parameters.to || !is_calendar_day(parameters.from) || !is_calendar_day(parameters.to),
      "Its range of days is impossible.");
  parameters.check();
  bad(state.size() < size(parameters), "It is too short for its range and windows.");
  bad(load<Front>(state.data()).entities_since_flush >= flush_after, "Its counters overflow.");
  const Layout layout(parameters);
  for (std::size_t i = 0; i < layout.columns * 64; ++i)
    bad(load<std::uint64_t>(state.data() + layout.counters_at() + i * 8) >> 48 != 0,
        "It counts more entities than possible.");
}

void ActiveUsers::check(const Parameters& parameters) const {
  if (parameters != parameters_) throw_parameter_differs("the range of days and window_days");
}

void ActiveUsers::add(const Row& row) {
  const std::size_t words = parameters_.words();
  if (words == 0 || row.history.empty()) return;
  const std::int64_t first = parameters_.first_word();
  const std::int64_t end = first + static_cast<std::int64_t>(words);
  std::array<std::uint64_t, Parameters::most_words> bits;
  std::fill_n(bits.begin(), words, 0);
  bool any = false;
  for (std::size_t i = row.history.lower_bound(static_cast<std::int32_t>(std::max<std::int64_t>(first, INT32_MIN)));
       i < row.history.count(); ++i) {
    const HistoryItem item = row.history.item(i);
    if (item.index >= end) break;
    bits[static_cast<std::size_t>(item.index - first)] = item.days;
    any = true;
  }
  if (any) add_words(bits.data());
}

void ActiveUsers::add_words(std::uint64_t* words) {
  const Layout layout(parameters_);
  auto front = load<Front>(bytes_);
  std::byte* waiting = bytes_ + layout.waiting_at(front.entities_since_flush % group);
  // Mostly each window is longer than the one before it, and goes on from there.
  std::array<std::uint64_t, Parameters::most_words> spreading;
  std::size_t done = Parameters::longest_window + 1;
  for (std::size_t i = 0; i < static_cast<std::size_t>(parameters_.window_count); ++i) {
    const auto window = static_cast<std::size_t>(parameters_.windows[i]);
    if (window < done) {
      std::copy_n(words, layout.words, spreading.begin());
      done = 1;
    }
    spread(spreading.data(), layout.words, done, window);
    done = window;
    std::memcpy(waiting + i * layout.words * 8, spreading.data(), layout.words * 8);
  }
  ++front.entities_since_flush;
  store(bytes_, front);
  if (front.entities_since_flush % group != 0) return;

  auto* rows = reinterpret_cast<const Word*>(bytes_ + layout.waiting_at(0));
  auto* sums = reinterpret_cast<Word*>(bytes_ + layout.plane_at(0));
  const std::size_t stride = layout.columns;
  for (std::size_t c = 0; c < stride; ++c) {
    std::uint64_t ones = sums[c].bits, twos = sums[stride + c].bits, fours = sums[2 * stride + c].bits;
    const auto row = [&](std::size_t i) { return rows[i * stride + c].bits; };
    std::uint64_t twos_a = carry_save(ones, row(0), row(1));
    std::uint64_t twos_b = carry_save(ones, row(2), row(3));
    const std::uint64_t fours_a = carry_save(twos, twos_a, twos_b);
    twos_a = carry_save(ones, row(4), row(5));
    twos_b = carry_save(ones, row(6), row(7));
    const std::uint64_t fours_b = carry_save(twos, twos_a, twos_b);
    std::uint64_t carry = carry_save(fours, fours_a, fours_b);
    sums[c].bits = ones;
    sums[stride + c].bits = twos;
    sums[2 * stride + c].bits = fours;
    for (std::size_t plane = 3; plane < planes; ++plane) {
      const std::uint64_t before = sums[plane * stride + c].bits;
      sums[plane * stride + c].bits = before ^ carry;
      carry &= before;
    }
  }
  if (front.entities_since_flush == flush_after) flush();
}

void ActiveUsers::flush() {
  const Layout layout(parameters_);
  auto* counters = reinterpret_cast<Word*>(bytes_ + layout.counters_at());
  for (std::size_t plane = 0; plane < planes; ++plane) {
    auto* sums = reinterpret_cast<Word*>(bytes_ + layout.plane_at(plane));
    for (std::size_t c = 0; c < layout.columns; ++c) {
      for (std::size_t bit = 0; bit < 64; ++bit) counters[c * 64 + bit].bits += (sums[c].bits >> bit & 1) << plane;
      sums[c].bits = 0;
    }
  }
  auto front = load<Front>(bytes_);
  front.entities_since_flush = 0;
  store(bytes_, front);
}

// Counters of a state as they stand, without changing it: flushed, in the planes, and waiting.
template <class Visit>
static void for_each_count(const std::byte* state, std::size_t columns, std::size_t planes, std::size_t waiting_rows,
                           std::size_t rows_at, std::size_t planes_at, std::size_t counters_at, Visit visit) {
  for (std::size_t c = 0; c < columns; ++c) {
    for (std::size_t bit = 0; bit < 64; ++bit) {
      auto count = load<std::uint64_t>(state + counters_at + (c * 64 + bit) * 8);
      for (std::size_t plane = 0; plane < planes; ++plane)
        count += (load<std::uint64_t>(state + planes_at + (plane * columns + c) * 8) >> bit & 1) << plane;
      for (std::size_t row = 0; row < waiting_rows; ++row)
        count += load<std::uint64_t>(state + rows_at + (row * columns + c) * 8) >> bit & 1;
      visit(c, bit, count);
    }
  }
}

void ActiveUsers::merge(ConstBytes other) {
  check(read_parameters(other));
  const Layout layout(parameters_);
  auto* counters = reinterpret_cast<Word*>(bytes_ + layout.counters_at());
  for_each_count(other.data(), layout.columns, planes, load<Front>(other.data()).entities_since_flush % group,
                 layout.waiting_at(0), layout.plane_at(0), layout.counters_at(),
                 [&](std::size_t c, std::size_t bit, std::uint64_t count) { counters[c * 64 + bit].bits += count; });
}

ActiveUsers::Result ActiveUsers::result(ConstBytes state, std::pmr::memory_resource& memory) {
  const Parameters parameters = read_parameters(state);
  const Layout layout(parameters);
  const auto elements = parameters.days() * static_cast<std::size_t>(parameters.window_count);
  Result result{std::pmr::vector<std::int64_t>(elements, 0, &memory), parameters.window_count};
  const std::int64_t origin = parameters.first_word() * 64;
  for_each_count(state.data(), layout.columns, planes, load<Front>(state.data()).entities_since_flush % group,
                 layout.waiting_at(0), layout.plane_at(0), layout.counters_at(),
                 [&](std::size_t c, std::size_t bit, std::uint64_t count) {
                   const std::size_t window = c / layout.words;
                   const std::int64_t day = origin + static_cast<std::int64_t>(c % layout.words * 64 + bit);
                   if (day >= parameters.from && day < parameters.to)
                     result.counts[window * parameters.days() + static_cast<std::size_t>(day - parameters.from)] =
                         static_cast<std::int64_t>(count);
                 });
  return result;
}

}  // namespace c360::activity
