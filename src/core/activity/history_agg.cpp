// A list of blocks of days to the bytes of a history.
// Must not know: text forms, sessions.
#include "core/activity/history_agg.hpp"

namespace c360::activity {

void HistoryAgg::create(StateBuffer& buffer, const Parameters&) {
  // Room for about 19 months at once, 128 bytes with the host's length word: growing to it step by step made a query
  // over 200,000 users and 13 months half as slow again.
  constexpr std::size_t first_items = 9;
  buffer.reserve(items_at + first_items * HistoryItem::size);
  store(buffer.data(), ListFront{{.type = type}, {0, 0}});
}

void HistoryAgg::validate(ConstBytes state) {
  const auto list = view(state);
  if (list.counts().sorted > HistoryView::most_items) corrupt(name, "It has more items than a history may have.");
  list.validate({}, name, [](const HistoryItem& item) { return item.is_valid(); });
}

bool HistoryAgg::Final::step() {
  if (settling_ && settling_->step()) return true;
  const ConstBytes items = settling_ ? std::as_bytes(std::span(settling_->settled())) : list_.items();
  const std::size_t count = items.size() / HistoryItem::size;
  HistoryItem::check_count(count);
  value_.resize(HistoryView::items_at + items.size());
  store(value_.data(), StateHeader{.type = HistoryView::type});
  store(value_.data() + sizeof(StateHeader), static_cast<std::uint32_t>(count));
  if (!items.empty()) std::memcpy(value_.data() + HistoryView::items_at, items.data(), items.size());
  return false;
}

HistoryAgg::Result HistoryAgg::result(ConstBytes state, std::pmr::memory_resource& memory) {
  Final work(state, memory);
  return finish(work).result();
}

}  // namespace c360::activity
