// The header that every stored value begins with, and the blocks that states live in.
#include "core/base/state.hpp"

#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

// They stand in stored bytes. Never change a line; only add.
TEST(StateType, NumbersAreForEver) {
  EXPECT_EQ(static_cast<int>(StateType::activity_history), 1);
  EXPECT_EQ(static_cast<int>(StateType::stickiness), 2);
  EXPECT_EQ(static_cast<int>(StateType::retention), 3);
  EXPECT_EQ(static_cast<int>(StateType::active_users), 4);
  EXPECT_EQ(static_cast<int>(StateType::usage_drop), 5);
  EXPECT_EQ(static_cast<int>(StateType::sparkline), 6);
  EXPECT_EQ(static_cast<int>(StateType::mrr_history), 7);
  EXPECT_EQ(static_cast<int>(StateType::mrr_timeline), 8);
  EXPECT_EQ(static_cast<int>(StateType::mrr_bridge), 9);
  EXPECT_EQ(static_cast<int>(StateType::revenue_retention), 10);
  EXPECT_EQ(static_cast<int>(StateType::predictiveness), 17);
}

TEST(StateHeader, IsFourBytes) {
  EXPECT_EQ(bytes_of(StateHeader{.type = StateType::sparkline}),
            (Bytes{std::byte{0xC3}, std::byte{6}, std::byte{1}, std::byte{0}}));
}

TEST(StateHeader, EveryWrongByteIsInvalidBinary) {
  const auto error = [](StateHeader header, std::size_t least = 4) {
    const Bytes bytes = bytes_of(header);
    return error_of([&] { check_header(bytes, StateType::sparkline, least, "state"); });
  };
  EXPECT_EQ(error({.type = StateType::sparkline}), std::nullopt);
  EXPECT_EQ(error({.type = StateType::sparkline}, 5), ErrorKind::invalid_binary);
  EXPECT_EQ(error({.magic = 0xC2, .type = StateType::sparkline}), ErrorKind::invalid_binary);
  EXPECT_EQ(error({.type = StateType::retention}), ErrorKind::invalid_binary);
  EXPECT_EQ(error({.type = StateType::sparkline, .version = 2}), ErrorKind::invalid_binary);
  EXPECT_EQ(error({.type = StateType::sparkline, .version = 0}), ErrorKind::invalid_binary);
  EXPECT_EQ(error({.type = StateType::sparkline, .flags = 1}), ErrorKind::invalid_binary);
  for (std::size_t size = 0; size < 4; ++size) {
    const Bytes bytes(size);
    EXPECT_EQ(error_of([&] { check_header(bytes, StateType::sparkline, 0, "state"); }), ErrorKind::invalid_binary);
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

TEST(StateBuffer, EndsBelowOneGigabyte) {
  ContextMemory memory;
  StateBuffer buffer(memory);
  EXPECT_EQ(error_of([&] { buffer.reserve(StateBuffer::largest); }), ErrorKind::out_of_range);
  EXPECT_EQ(error_of([&] { buffer.reserve(SIZE_MAX); }), ErrorKind::out_of_range);
  EXPECT_EQ(buffer.size(), 0u);
}

}  // namespace
}  // namespace c360
