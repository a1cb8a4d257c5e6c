// The bytes in which a parallel plan's worker hands a population-level state to its leader: of one build and one query,
// so without header or version, yet read with care. Must not know: what is handed over.
#pragma once

#include <memory_resource>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/state.hpp"

namespace c360 {

class StateWriter {
 public:
  explicit StateWriter(std::pmr::memory_resource& memory) : bytes_(&memory) { bytes_.resize(StateBuffer::prefix); }

  template <class T>
  void put(const T& value) {
    const std::size_t at = bytes_.size();
    if (at + sizeof value > bytes_.capacity()) bytes_.reserve(bytes_.capacity() * 2 + sizeof value);
    bytes_.resize(at + sizeof value);
    store(bytes_.data() + at, value);
  }
  void put_bytes(ConstBytes bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
  template <class Key>
  void put_key(const Key& key) {
    if constexpr (std::is_same_v<Key, std::string_view>) {
      put(key.size());
      put_bytes(std::as_bytes(std::span(key)));
    } else {
      put(key);
    }
  }

  // With room for the host's length word in front. Throws out_of_range when the host has no value so large.
  std::byte* data() { return bytes_.data(); }
  std::size_t size() const {
    if (bytes_.size() > StateBuffer::largest)
      throw Error(
          ErrorKind::out_of_range, "aggregate state too large",
          concat("A parallel worker's state has ", bytes_.size(), " bytes; the limit is ", StateBuffer::largest, "."),
          "Set max_parallel_workers_per_gather to 0 for this query, or aggregate over fewer rows.");
    return bytes_.size();
  }

 private:
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
  template <class Key>
  Key take_key() {
    if constexpr (std::is_same_v<Key, std::string_view>) {
      const auto length = take<std::size_t>();
      return {reinterpret_cast<const char*>(next(length)), length};
    } else {
      return take<Key>();
    }
  }

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
