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
requires std::is_trivially_copyable_v<T> T load(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

template <class T>
requires std::is_trivially_copyable_v<T>
void store(std::byte* to, const T& value) { std::memcpy(to, &value, sizeof value); }

// Without the processor's own instruction, which builds for every x86-64 may not use, std::popcount is a call.
inline int count_bits(std::uint64_t bits) {
  bits -= bits >> 1 & 0x5555555555555555;
  bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
  bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return static_cast<int>(bits * 0x0101010101010101 >> 56);
}

}  // namespace c360
