// The bytes in which a parallel plan's worker hands a population-level state to its leader: of one build and one query,
// so without header or version, yet read with care. Must not know: what is handed over.
#pragma once

#include <algorithm>
#include <array>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/state.hpp"

namespace c360 {

class StateWriter {
 public:
  // A host's value stands in a row, which has a header and is no larger than the largest value.
  static constexpr std::size_t largest = StateBuffer::largest - 256;

  explicit StateWriter(std::pmr::memory_resource& memory) : bytes_(&memory) { bytes_.resize(StateBuffer::prefix); }

  // Room for at most so many bytes more, so that nothing that was written is copied; what is not used of it takes no
  // memory. Writing throws program_limit when the host has no value so large.
  void expect(std::size_t size) { bytes_.reserve(std::min(bytes_.size() + size, std::max(largest, bytes_.size()))); }
  template <class T>
  void put(const T& value) {
    std::array<std::byte, sizeof value> bytes;
    store(bytes.data(), value);
    put_bytes(bytes);
  }
  void put_bytes(ConstBytes bytes) {
    const std::size_t size = bytes_.size() + bytes.size();
    if (size > bytes_.capacity()) [[unlikely]] {
      check(size);
      expect(std::max(bytes_.size(), bytes.size()));
    }
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  void put_text(std::string_view text) { put_bytes(std::as_bytes(std::span(text))); }

  // With room for the host's length word in front. Throws as writing does.
  std::byte* data() { return bytes_.data(); }
  std::size_t size() const {
    check(bytes_.size());
    return bytes_.size();
  }

 private:
  static void check(std::size_t size) {
    if (size > largest)
      throw Error(ErrorKind::program_limit, "state of a parallel worker too large",
                  concat("It would have ", size, " bytes; a value of PostgreSQL has at most ", largest, "."),
                  "SET max_parallel_workers_per_gather = 0 for this query: one process has no such limit.");
  }

  std::pmr::vector<std::byte> bytes_;
};

class StateReader {
 public:
  explicit StateReader(ConstBytes bytes) : bytes_(bytes) {}

  bool at_end() const { return bytes_.empty(); }
  template <class T>
  T take() {
    return load<T>(next(sizeof(T)));
  }
  ConstBytes take_bytes(std::size_t count, std::size_t size) {
    if (count > bytes_.size() / size) end_too_early();
    return {next(count * size), count * size};
  }
  std::string_view take_text(std::size_t length) { return {reinterpret_cast<const char*>(next(length)), length}; }

 private:
  [[noreturn]] static void end_too_early() { corrupt("population state", "It ends too early."); }
  const std::byte* next(std::size_t size) {
    if (bytes_.size() < size) end_too_early();
    const std::byte* at = bytes_.data();
    bytes_ = bytes_.subspan(size);
    return at;
  }

  ConstBytes bytes_;
};

}  // namespace c360
