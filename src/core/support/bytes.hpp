// Little-endian, unaligned reads and writes: stored bytes begin wherever the host put them.
// Must not know: what the bytes mean.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace c360 {

using ConstBytes = std::span<const std::byte>;

static_assert(std::endian::native == std::endian::little,
              "stored formats are little-endian: a big-endian port swaps in load and store, and nowhere else");

template <class T>
  requires std::is_trivially_copyable_v<T>
T load(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

template <class T>
  requires std::is_trivially_copyable_v<T>
void store(std::byte* to, const T& value) {
  std::memcpy(to, &value, sizeof value);
}

}  // namespace c360
