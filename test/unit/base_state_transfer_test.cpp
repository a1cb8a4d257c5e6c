// The bytes in which a parallel worker hands over its state.
#include "core/base/state_transfer.hpp"

#include "core/base/entity_table.hpp"
#include "testing.hpp"

namespace c360 {
namespace {

using namespace testing;

// Behind the room for the host's length word, at an odd address.
OddCopy handed_over(StateWriter& transfer) {
  return OddCopy(ConstBytes(transfer.data(), transfer.size()).subspan(StateBuffer::prefix));
}

TEST(StateWriter, IsReadInTheOrderItWasWritten) {
  ContextMemory memory;
  StateWriter transfer(memory);
  EXPECT_EQ(transfer.size(), StateBuffer::prefix);
  transfer.put(std::int64_t{-1});
  transfer.put_text("customer");
  transfer.put_text({});
  transfer.put(Uuid{1, 2});
  transfer.put(std::uint8_t{7});
  const Bytes piece = bytes_of(std::uint32_t{1}, std::uint32_t{2});
  transfer.put_bytes(piece);
  transfer.put_bytes({});

  const OddCopy bytes = handed_over(transfer);
  StateReader reader(bytes.bytes());
  EXPECT_FALSE(reader.at_end());
  EXPECT_EQ(reader.take<std::int64_t>(), -1);
  EXPECT_EQ(reader.take_text(8), "customer");
  EXPECT_EQ(reader.take_text(0), "");
  EXPECT_EQ(reader.take<Uuid>(), (Uuid{1, 2}));
  EXPECT_EQ(reader.take<std::uint8_t>(), 7);
  EXPECT_EQ(copy_of(reader.take_bytes(2, 4)), piece);
  EXPECT_TRUE(reader.take_bytes(0, 4).empty());
  EXPECT_TRUE(reader.at_end());
}

TEST(StateWriter, NothingIsReadBehindTheEnd) {
  const Bytes bytes(7);
  const auto error = [&](auto take) {
    StateReader reader{ConstBytes(bytes)};
    return error_of([&] { take(reader); });
  };
  EXPECT_EQ(error([](StateReader& reader) { reader.take<std::uint64_t>(); }), ErrorKind::invalid_binary);
  EXPECT_EQ(error([](StateReader& reader) { reader.take<Uuid>(); }), ErrorKind::invalid_binary);
  EXPECT_EQ(error([](StateReader& reader) { reader.take_bytes(2, 4); }), ErrorKind::invalid_binary);
  EXPECT_EQ(error([](StateReader& reader) { reader.take_bytes(SIZE_MAX / 4 + 2, 4); }), ErrorKind::invalid_binary);
  EXPECT_EQ(error([](StateReader& reader) { reader.take_bytes(7, 1); }), std::nullopt);
}

TEST(StateWriter, ATextIsAsLongAsItSays) {
  for (const std::size_t length : {std::size_t{9}, std::size_t{1} << 40, SIZE_MAX}) {
    const Bytes bytes(8);
    StateReader reader{ConstBytes(bytes)};
    EXPECT_EQ(error_of([&] { reader.take_text(length); }), ErrorKind::invalid_binary) << length;
  }
}

// A value of the host has a gigabyte: more is refused before it is written.
TEST(StateWriter, RefusesWhatNoValueHolds) {
  ContextMemory memory;
  StateWriter transfer(memory);
  const std::byte one{};
  EXPECT_EQ(error_of([&] {
              transfer.put_bytes({&one, StateWriter::largest - StateBuffer::prefix + 1});
            }),
            ErrorKind::program_limit);
  transfer.expect(100);
  const std::byte* const before = transfer.data();
  for (int i = 0; i < 100; ++i) transfer.put(std::uint8_t{1});
  EXPECT_EQ(transfer.data(), before);  // room enough: nothing was copied
}

TEST(StateWriter, GrowsAndKeepsItsBytes) {
  ContextMemory memory;
  StateWriter transfer(memory);
  for (std::uint32_t i = 0; i < 100'000; ++i) transfer.put(i);
  const OddCopy bytes = handed_over(transfer);
  StateReader reader(bytes.bytes());
  for (std::uint32_t i = 0; i < 100'000; ++i) ASSERT_EQ(reader.take<std::uint32_t>(), i);
  EXPECT_TRUE(reader.at_end());
}

}  // namespace
}  // namespace c360
