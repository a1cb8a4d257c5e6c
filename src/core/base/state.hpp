// What every stored type and every flat aggregate state begins with, and the memory that such a state lives in.
// Must not know: the host's length word, contexts, or which function owns a state.
#pragma once

#include <bit>
#include <cstdint>
#include <memory_resource>
#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/error.hpp"

namespace c360 {

// Which class reads the bytes. Each names its own number; core/states.hpp lists them all. The numbers stand in stored
// bytes: append, never renumber.
enum class StateType : std::uint8_t {};

// Four bytes: magic, type, version of the format, flags (none yet).
struct StateHeader {
  static constexpr std::uint8_t magic_byte = 0xC3;

  std::uint8_t magic = magic_byte;
  StateType type;
  std::uint8_t version = 1;
  std::uint8_t flags = 0;
};
static_assert(sizeof(StateHeader) == 4);

[[noreturn]] inline void corrupt(std::string_view what, std::string_view seen) {
  throw Error(ErrorKind::invalid_binary, concat("invalid ", what), std::string(seen),
              "Use values that this extension has written, unchanged.");
}

// Says what is wrong with a header that is not the one expected.
[[noreturn]] inline void refuse_header(ConstBytes bytes, StateType type, std::size_t least, std::string_view what) {
  if (bytes.size() < sizeof(StateHeader) || bytes.size() < least)
    corrupt(what, concat("It has only ", bytes.size(), " bytes."));
  const auto header = load<StateHeader>(bytes.data());
  if (header.magic != StateHeader::magic_byte || header.type != type)
    corrupt(what, "The bytes begin with the header of another type.");
  if (header.version != 1)
    corrupt(what, concat("Its format version is ", int{header.version}, "; this build reads version 1."));
  corrupt(what, "Its header has unknown flags.");
}

// The cheap check of every call; the readers of foreign bytes check all the rest once.
inline void check_header(ConstBytes bytes, StateType type, std::size_t least, std::string_view what) {
  const bool ok = bytes.size() >= sizeof(StateHeader) && bytes.size() >= least &&
                  load<std::uint32_t>(bytes.data()) == std::bit_cast<std::uint32_t>(StateHeader{.type = type});
  if (!ok) [[unlikely]]
    refuse_header(bytes, type, least, what);
}

// METRICS R9, for every aggregate.
[[noreturn]] inline void throw_parameter_differs(std::string_view names) {
  throw Error(ErrorKind::invalid_parameter, concat(names, " must be constant within a group"),
              "Two rows of one group have different values.",
              "Pass one value to the whole group, or add the parameter to GROUP BY.");
}

// Memory of a host that grows where it is, or moves without being copied; the old place is gone then.
class GrowingAllocation {
 public:
  // The bytes it has, with new ones behind them. Throws bad_alloc and is as it was.
  virtual std::byte* grow(std::size_t size) = 0;

 protected:
  ~GrowingAllocation() = default;
};

// The memory that a flat state lives in. In front of it the host keeps a length word of its own (`prefix` bytes of
// every allocation). Growing allocates anew and leaves the old bytes to the host, which may still refer to it; unless
// it is a growing allocation, without such a word.
class StateBuffer {
 public:
  static constexpr std::size_t prefix = 4;
  static constexpr std::size_t largest = (std::size_t{1} << 30) - 1;  // of a PostgreSQL value

  explicit StateBuffer(std::pmr::memory_resource& memory) : memory_(&memory) {}
  StateBuffer(std::pmr::memory_resource& memory, std::byte* data, std::size_t size,
              GrowingAllocation* growing = nullptr)
      : memory_(&memory), data_(data), size_(size), growing_(growing) {}

  std::byte* data() const { return data_; }
  std::size_t size() const { return size_; }
  ConstBytes bytes() const { return {data_, size_}; }

  // Makes room for `least` bytes, new ones zero. Sizes are powers of two, as the host's allocator rounds to them
  // anyway; what grows without a copy, and is large, grows by a quarter.
  void reserve(std::size_t least) {
    if (least <= size_) return;
    if (least > largest - prefix)
      throw Error(ErrorKind::out_of_range, "aggregate state too large",
                  concat("The state would need ", least, " bytes; the limit is ", largest, "."),
                  "Aggregate over fewer rows or days, or group by more columns.");
    constexpr std::size_t large = std::size_t{1} << 24;
    std::size_t total = std::max<std::size_t>(32, std::bit_ceil(least + prefix));
    if (growing_ != nullptr && size_ >= large) total = std::max(least + prefix, size_ + size_ / 4);
    resize(std::min(total, largest) - prefix);
  }

  void resize(std::size_t size) {
    std::byte* fresh;
    if (growing_ != nullptr) {
      fresh = growing_->grow(size);
    } else {
      fresh = static_cast<std::byte*>(memory_->allocate(size + prefix, 8)) + prefix;
      if (size_ != 0) std::memcpy(fresh, data_, size_);
    }
    std::memset(fresh + size_, 0, size - size_);
    data_ = fresh;
    size_ = size;
  }

 private:
  std::pmr::memory_resource* memory_;
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  GrowingAllocation* growing_ = nullptr;
};

}  // namespace c360
