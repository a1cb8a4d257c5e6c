// The header that every stored value begins with, and the blocks that states live in.
#include "core/base/state.hpp"

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

TEST(StateHeader, IsFourBytes) {
  EXPECT_EQ(bytes_of(StateHeader{.type = StateType{6}}),
            (Bytes{std::byte{0xC3}, std::byte{6}, std::byte{1}, std::byte{0}}));
}

TEST(StateHeader, EveryWrongByteIsInvalidBinary) {
  const auto error = [](StateHeader header, std::size_t least = 4) {
    const Bytes bytes = bytes_of(header);
    return error_of([&] { check_header(bytes, StateType{6}, least, "state"); });
  };
  EXPECT_EQ(error({.type = StateType{6}}), std::nullopt);
  EXPECT_EQ(error({.type = StateType{6}}, 5), ErrorKind::invalid_binary);
  EXPECT_EQ(error({.magic = 0xC2, .type = StateType{6}}), ErrorKind::invalid_binary);
  EXPECT_EQ(error({.type = StateType{3}}), ErrorKind::invalid_binary);
  EXPECT_EQ(error({.type = StateType{6}, .version = 2}), ErrorKind::invalid_binary);
  EXPECT_EQ(error({.type = StateType{6}, .version = 0}), ErrorKind::invalid_binary);
  EXPECT_EQ(error({.type = StateType{6}, .flags = 1}), ErrorKind::invalid_binary);
  for (std::size_t size = 0; size < 4; ++size) {
    const Bytes bytes(size);
    EXPECT_EQ(error_of([&] { check_header(bytes, StateType{6}, 0, "state"); }), ErrorKind::invalid_binary);
  }
}

TEST(Parameters, ThatDifferAreNamed) {
  const auto differs = [] { throw_parameter_differs("grain and as_of"); };
  EXPECT_EQ(error_of(differs), ErrorKind::invalid_parameter);
  try {
    differs();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "grain and as_of must be constant within a group");
  }
}

TEST(StateBuffer, GrowsByPowersOfTwoKeepsItsBytesAndIsZeroBehindThem) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  buffer.reserve(1);
  EXPECT_EQ(buffer.size() + StateBuffer::prefix, 32u);
  for (std::size_t i = 0; i < buffer.size(); ++i) EXPECT_EQ(buffer.data()[i], std::byte{0});
  buffer.data()[27] = std::byte{7};
  const std::byte* before = buffer.data();
  buffer.reserve(28);
  EXPECT_EQ(buffer.data(), before);  // there was room
  buffer.reserve(29);
  EXPECT_EQ(buffer.size() + StateBuffer::prefix, 64u);
  EXPECT_NE(buffer.data(), before);
  EXPECT_EQ(before[27], std::byte{7});  // the host may still look at the old one
  EXPECT_EQ(buffer.data()[27], std::byte{7});
  for (std::size_t i = 28; i < buffer.size(); ++i) EXPECT_EQ(buffer.data()[i], std::byte{0});
}

// Moves its bytes with every growth, and nothing is left where they were.
class Moving final : public GrowingAllocation {
 public:
  explicit Moving(std::size_t size) : bytes(size) {}
  std::byte* grow(std::size_t size) override {
    if (size > most) throw std::bad_alloc();
    Bytes grown(size, std::byte{0xAA});
    std::ranges::copy(bytes, grown.begin());
    bytes.swap(grown);
    return bytes.data();
  }
  Bytes bytes;
  std::size_t most = SIZE_MAX;
};

TEST(StateBuffer, InAGrowingAllocationGrowsThere) {
  ContextMemory memory;
  Moving moving(28);
  moving.bytes[27] = std::byte{7};
  StateBuffer buffer(memory, moving.bytes.data(), moving.bytes.size(), &moving);
  buffer.reserve(29);
  EXPECT_EQ(buffer.size() + StateBuffer::prefix, 64u);
  EXPECT_EQ(buffer.data(), moving.bytes.data());
  EXPECT_EQ(buffer.size(), moving.bytes.size());
  EXPECT_EQ(buffer.data()[27], std::byte{7});
  for (std::size_t i = 28; i < buffer.size(); ++i) EXPECT_EQ(buffer.data()[i], std::byte{0});

  // By a quarter, once it is large; no more than the largest value.
  buffer.reserve(std::size_t{1} << 24);
  const std::size_t large = buffer.size();
  buffer.reserve(large + 1);
  EXPECT_EQ(buffer.size() + StateBuffer::prefix, large + large / 4);
  EXPECT_EQ(error_of([&] { buffer.reserve(StateBuffer::largest); }), ErrorKind::out_of_range);
}

TEST(StateBuffer, IsAsItWasWhereThereIsNoMemory) {
  ContextMemory memory;
  Moving moving(28);
  moving.most = 28;
  moving.bytes[27] = std::byte{7};
  StateBuffer buffer(memory, moving.bytes.data(), moving.bytes.size(), &moving);
  EXPECT_THROW(buffer.reserve(29), std::bad_alloc);
  EXPECT_EQ(buffer.size(), 28u);
  EXPECT_EQ(buffer.data(), moving.bytes.data());
  EXPECT_EQ(buffer.data()[27], std::byte{7});
}

TEST(StateBuffer, EndsBelowOneGigabyte) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  EXPECT_EQ(error_of([&] { buffer.reserve(StateBuffer::largest); }), ErrorKind::out_of_range);
  EXPECT_EQ(error_of([&] { buffer.reserve(SIZE_MAX); }), ErrorKind::out_of_range);
  EXPECT_EQ(buffer.size(), 0u);
}

}  // namespace
}  // namespace c360
