// What all unit tests share: memory like a host's, days written as text, errors by kind, repeatable chance.
// Must not know: any one domain.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <optional>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/day.hpp"
#include "core/base/error.hpp"
#include "core/base/exact.hpp"
#include "core/base/state.hpp"

namespace c360::testing {

// Like a memory context: what is not given back is freed with it. Every piece is an allocation of its own, so that a
// sanitizer sees its borders.
class ContextMemory final : public std::pmr::memory_resource {
  void* do_allocate(std::size_t bytes, std::size_t) override {
    std::unique_ptr<std::byte[]> piece(new std::byte[bytes]);
    std::byte* at = piece.get();
    std::memset(at, 0xA5, bytes);  // nobody may count on zeros
    pieces_.emplace(at, std::move(piece));
    return at;
  }
  void do_deallocate(void* at, std::size_t, std::size_t) override { pieces_.erase(at); }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  std::unordered_map<void*, std::unique_ptr<std::byte[]>> pieces_;
};

// For results that outlive their state. A block in it is never given back, as the host's are not: it stays until the
// end.
inline std::pmr::memory_resource& result_memory() {
  static ContextMemory memory;
  return memory;
}

inline Millionths number(std::string_view text) {
  const auto parsed = parse_exact<Millionths>(text);
  if (!parsed) throw std::invalid_argument(std::string(text));
  return *parsed;
}

using Bytes = std::vector<std::byte>;

inline Bytes copy_of(ConstBytes bytes) { return {bytes.begin(), bytes.end()}; }

// A copy at an odd address, as stored values with a short length word have one.
class OddCopy {
 public:
  OddCopy() = default;
  explicit OddCopy(ConstBytes bytes) : padded_(bytes.size() + 1) { std::ranges::copy(bytes, padded_.begin() + 1); }

  std::byte* data() { return padded_.data() + 1; }
  std::size_t size() const { return padded_.size() - 1; }
  ConstBytes bytes() const { return ConstBytes(padded_).subspan(1); }

 private:
  Bytes padded_ = Bytes(1);
};

template <class... Values>
Bytes bytes_of(const Values&... values) {
  Bytes bytes;
  const auto put = [&](const auto& value) {
    bytes.resize(bytes.size() + sizeof value);
    store(bytes.data() + bytes.size() - sizeof value, value);
  };
  (put(values), ...);
  return bytes;
}

template <class T>
void overwrite(Bytes& bytes, std::size_t at, const T& value) {
  ASSERT_LE(at + sizeof value, bytes.size());
  store(bytes.data() + at, value);
}

inline Day day(std::string_view iso) {
  const auto parsed = parse_day(iso);
  if (!parsed) throw std::invalid_argument(std::string(iso));
  return *parsed;
}

inline std::string text_of(Day day) {
  std::string text;
  append(text, day);
  return text;
}

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
