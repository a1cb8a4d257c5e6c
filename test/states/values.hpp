// Values written as text, and memory like a host's: for unit tests, fuzzers and the examples of states.
// Must not know: GoogleTest, libFuzzer, any one domain.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <memory_resource>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/day.hpp"
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
  if (at + sizeof value > bytes.size()) throw std::out_of_range("overwrite");
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

}  // namespace c360::testing
