// The stored form of a history: what validate() lets in, and what it does not.
#include "histories.hpp"

namespace c360::activity {
namespace {

using namespace testing;

constexpr StateHeader header{.type = StateType::activity_history};

Bytes with_items(std::initializer_list<std::pair<std::int32_t, std::uint64_t>> items) {
  Bytes bytes = bytes_of(header, static_cast<std::uint32_t>(items.size()));
  for (const auto& [index, days] : items) {
    const Bytes item = bytes_of(index, days);
    bytes.insert(bytes.end(), item.begin(), item.end());
  }
  return bytes;
}
std::optional<ErrorKind> error_of_bytes(const Bytes& bytes) {
  return error_of([&] { HistoryView::validate(bytes); });
}

TEST(HistoryBinary, HoldsBlocksOf64DaysCountedFrom2000) {
  EXPECT_EQ(History(DaySet{0, 2, 64, -1}).bytes(), with_items({{-1, 1ull << 63}, {0, 0b101}, {1, 1}}));
  EXPECT_EQ(error_of_bytes(with_items({{-1, 1ull << 63}, {0, 0b101}, {1, 1}})), std::nullopt);
  EXPECT_EQ(error_of_bytes(with_items({})), std::nullopt);
}

TEST(HistoryBinary, EveryPrefixOfAValueIsInvalid) {
  const Bytes whole = with_items({{-1, 1ull << 63}, {0, 0b101}, {1, 1}});
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(error_of_bytes({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}),
              ErrorKind::invalid_binary)
        << size;
}

TEST(HistoryBinary, BytesBehindTheLastItemAreInvalid) {
  Bytes bytes = with_items({{0, 1}});
  bytes.push_back(std::byte{0});
  EXPECT_EQ(error_of_bytes(bytes), ErrorKind::invalid_binary);
  // In an aggregate's state they are spare room.
  EXPECT_EQ(HistoryView(bytes).count(), 1u);
}

TEST(HistoryBinary, AForeignHeaderIsInvalid) {
  for (std::size_t at = 0; at < 4; ++at) {
    Bytes bytes = with_items({{0, 1}});
    bytes[at] ^= std::byte{0x40};
    EXPECT_EQ(error_of_bytes(bytes), ErrorKind::invalid_binary) << at;
  }
}

TEST(HistoryBinary, ACountThatDoesNotMatchIsInvalid) {
  for (const std::uint32_t count : {0u, 2u, 1u << 20, (1u << 20) + 1, 0x80000000u, 0xffffffffu}) {
    Bytes bytes = with_items({{0, 1}});
    overwrite(bytes, 4, count);
    EXPECT_EQ(error_of_bytes(bytes), ErrorKind::invalid_binary) << count;
  }
}

TEST(HistoryBinary, ItemsAscendAndHaveDays) {
  EXPECT_EQ(error_of_bytes(with_items({{0, 0}})), ErrorKind::invalid_binary);
  EXPECT_EQ(error_of_bytes(with_items({{0, 1}, {0, 2}})), ErrorKind::invalid_binary);
  EXPECT_EQ(error_of_bytes(with_items({{1, 1}, {0, 1}})), ErrorKind::invalid_binary);
  EXPECT_EQ(error_of_bytes(with_items({{-1, 1}, {-2, 1}})), ErrorKind::invalid_binary);
}

TEST(HistoryBinary, DaysLieWithinTheCalendar) {
  const auto holding = [](std::int64_t number) {
    const std::int32_t index = HistoryItem::index_of(number);
    return with_items({{index, 1ull << (number - std::int64_t{index} * 64)}});
  };
  EXPECT_EQ(error_of_bytes(holding(first_day.value)), std::nullopt);
  EXPECT_EQ(error_of_bytes(holding(last_day.value)), std::nullopt);
  EXPECT_EQ(error_of_bytes(holding(std::int64_t{first_day.value} - 1)), ErrorKind::invalid_binary);
  EXPECT_EQ(error_of_bytes(holding(std::int64_t{last_day.value} + 1)), ErrorKind::invalid_binary);
  EXPECT_EQ(error_of_bytes(with_items({{INT32_MIN, 1}})), ErrorKind::invalid_binary);
  EXPECT_EQ(error_of_bytes(with_items({{INT32_MAX, 1}})), ErrorKind::invalid_binary);
  EXPECT_EQ(error_of_bytes(with_items({{HistoryItem::index_of(last_day.value), ~0ull}})), ErrorKind::invalid_binary);
}

TEST(HistoryBinary, MoreItemsThanAHistoryMayHaveAreInvalid) {
  Bytes bytes = bytes_of(header, HistoryView::most_items + 1);
  bytes.resize(bytes.size() + (HistoryView::most_items + 1) * HistoryItem::size);
  for (std::uint32_t i = 0; i <= HistoryView::most_items; ++i) {
    overwrite(bytes, HistoryView::items_at + i * HistoryItem::size, static_cast<std::int32_t>(i));
    overwrite(bytes, HistoryView::items_at + i * HistoryItem::size + 4, std::uint64_t{1});
  }
  EXPECT_EQ(error_of_bytes(bytes), ErrorKind::invalid_binary);
}

}  // namespace
}  // namespace c360::activity
