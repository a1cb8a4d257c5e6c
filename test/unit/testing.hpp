// What all unit tests share beside values: errors by kind, repeatable chance.
// Must not know: any one domain.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <random>
#include <string>

// What must hold in an example of test/states.
#define REQUIRE(condition) EXPECT_TRUE(condition)

#include "states/values.hpp"

namespace c360::testing {

// The error that an action throws; a test that expects one says of which kind. R10: what was seen, and what to do, are
// part of every error.
template <class Action>
std::optional<ErrorKind> error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_FALSE(error.message().empty());
    EXPECT_FALSE(error.detail().empty()) << error.message();
    EXPECT_FALSE(error.hint().empty()) << error.message();
    return error.kind();
  }
  return {};
}

template <class Action>
std::string detail_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.detail();
  }
  return {};
}

// The same numbers in every run.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}

  // Within [least, most].
  std::int64_t number(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(engine_() % (static_cast<std::uint64_t>(most - least) + 1));
  }
  std::int32_t small(std::int32_t least, std::int32_t most) { return static_cast<std::int32_t>(number(least, most)); }
  std::uint64_t bits() { return engine_(); }
  bool one_in(std::int64_t n) { return number(1, n) == 1; }
  template <class Container>
  const auto& of(const Container& choices) {
    return choices[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(std::size(choices)) - 1))];
  }

 private:
  std::mt19937_64 engine_;
};

inline const char* name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid_parameter:
      return "invalid_parameter";
    case ErrorKind::invalid_text:
      return "invalid_text";
    case ErrorKind::invalid_binary:
      return "invalid_binary";
    case ErrorKind::out_of_range:
      return "out_of_range";
    case ErrorKind::day_out_of_range:
      return "day_out_of_range";
    case ErrorKind::program_limit:
      return "program_limit";
    case ErrorKind::memory_limit:
      return "memory_limit";
    case ErrorKind::null_not_allowed:
      break;
  }
  return "null_not_allowed";
}

}  // namespace c360::testing

namespace c360 {

// For GoogleTest's messages.
inline void PrintTo(ErrorKind kind, std::ostream* out) { *out << testing::name_of(kind); }
inline void PrintTo(Day day, std::ostream* out) { *out << testing::text_of(day); }

}  // namespace c360
