// What all fuzzers share: input, bounded memory, and the check that stops a run.
// Must not know: any one reader.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <memory_resource>
#include <new>
#include <string_view>
#include <vector>

#include "core/base/day.hpp"
#include "core/base/state.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace c360::fuzzing {

// What must hold for every input. Stays in every build, unlike assert.
#define REQUIRE(condition)                                                                \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                       \
    }                                                                                     \
  } while (false)

// Parameters are taken from the end, so that the beginning stays what the reader under test sees.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : bytes_(reinterpret_cast<const std::byte*>(data), size) {}

  // Zero when nothing is left.
  template <class T>
  T take() {
    T value{};
    if (bytes_.size() < sizeof value) return value;
    value = load<T>(bytes_.data() + bytes_.size() - sizeof value);
    bytes_ = bytes_.first(bytes_.size() - sizeof value);
    return value;
  }
  ConstBytes take_bytes(std::size_t size) {
    size = std::min(size, bytes_.size());
    const ConstBytes taken = bytes_.last(size);
    bytes_ = bytes_.first(bytes_.size() - size);
    return taken;
  }
  Day take_day() {
    const std::int64_t days = std::int64_t{last_day.value} - first_day.value + 1;
    return Day{static_cast<std::int32_t>(first_day.value + take<std::uint32_t>() % days)};
  }
  ConstBytes bytes() const { return bytes_; }
  std::string_view text() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }

 private:
  ConstBytes bytes_;
};

// Each piece an allocation of its own, freed in the end as a memory context does. Beyond the limit it is exhausted, as
// the server's memory may be: that must be survived, and it keeps runs short that ask for millions of days.
class BoundedMemory final : public std::pmr::memory_resource {
 public:
  explicit BoundedMemory(std::size_t limit = 1 << 16) : left_(limit) {}

 private:
  void* do_allocate(std::size_t bytes, std::size_t) override {
    if (bytes > left_) throw std::bad_alloc();
    left_ -= bytes;
    return pieces_.emplace_back(new std::byte[bytes]).get();
  }
  void do_deallocate(void*, std::size_t, std::size_t) override {}
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  std::size_t left_;
  std::vector<std::unique_ptr<std::byte[]>> pieces_;
};

// Whether an action succeeds. It may fail with errors of these kinds, complete ones, and by exhausted memory.
template <class Action>
bool succeeds(std::initializer_list<ErrorKind> allowed, Action action) {
  try {
    action();
    return true;
  } catch (const Error& error) {
    REQUIRE(std::find(allowed.begin(), allowed.end(), error.kind()) != allowed.end());
    REQUIRE(!error.message().empty() && !error.detail().empty() && !error.hint().empty());
  } catch (const std::bad_alloc&) {
  }
  return false;
}

// A copy at an odd address, with borders that a sanitizer sees.
class OddCopy {
 public:
  explicit OddCopy(ConstBytes bytes) : data_(new std::byte[bytes.size() + 1]), size_(bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), data_.get() + 1);
  }
  std::byte* data() const { return data_.get() + 1; }
  std::size_t size() const { return size_; }
  ConstBytes bytes() const { return {data(), size_}; }

 private:
  std::unique_ptr<std::byte[]> data_;
  std::size_t size_;
};

}  // namespace c360::fuzzing
