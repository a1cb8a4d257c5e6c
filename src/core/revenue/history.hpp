// A customer's MRR over time (METRICS B1): an exact step function in its flat form, and questions to it.
// Must not know: text forms (history_text.hpp), subscriptions (timeline.hpp), sessions.
#pragma once

#include <compare>

#include "core/base/day.hpp"
#include "core/base/money.hpp"
#include "core/base/state.hpp"

namespace c360::revenue {

// From `day` on the customer pays `mrr` a month.
struct MrrStep {
  Day day;
  Money mrr;
  friend bool operator==(const MrrStep&, const MrrStep&) = default;
};

// An invalid_parameter: a total below zero, which no customer pays. Whoever knows whose it is says so.
class NegativeTotal : public Error {
 public:
  NegativeTotal(Day day, Money mrr, std::string_view whose = {});
  Day day() const { return day_; }
  Money mrr() const { return mrr_; }

 private:
  Day day_;
  Money mrr_;
};

// What flat forms of this domain consist of: a number and an amount, 16 bytes.
struct AmountItem {
  static constexpr std::size_t size = 16;

  std::int32_t position = 0;
  PackedMoney amount;
};
static_assert(sizeof(AmountItem) == AmountItem::size);

// Format, version 1: StateHeader · uint32 count · count × (int32 day, 12 bytes of Money), ascending by day,
// neighbours different, the first above 0, none below. Before the first step the customer pays nothing.
class MrrHistoryView {
 public:
  static constexpr StateType type{7};
  static constexpr std::string_view name = "mrr_history";
  static constexpr std::size_t items_at = sizeof(StateHeader) + 4;
  static constexpr std::uint32_t most_items = 1u << 20;  // a change of price every day for 2,800 years: 16 MB

  // The cheap check; trusts the items, which only this code and validate() let in.
  explicit MrrHistoryView(ConstBytes bytes) : bytes_(bytes) {
    check_header(bytes, type, items_at, name);
    count_ = load<std::uint32_t>(bytes.data() + sizeof(StateHeader));
    if (count_ > (bytes.size() - items_at) / AmountItem::size)
      corrupt(name, concat("It declares ", count_, " steps but is too short for them."));
  }

  // Every invariant of bytes from outside, no spare room included. Throws invalid_binary.
  static void validate(ConstBytes bytes);

  std::size_t count() const { return count_; }
  bool empty() const { return count_ == 0; }
  ConstBytes value_bytes() const { return bytes_.first(items_at + count_ * AmountItem::size); }
  MrrStep step(std::size_t i) const {
    const auto item = load<AmountItem>(bytes_.data() + items_at + i * AmountItem::size);
    return {Day{item.position}, item.amount.money()};
  }

  // MRR on a day; 0 before the first subscription.
  Money at(Day day) const;

 private:
  ConstBytes bytes_;
  std::size_t count_;
};

// Writes steps in ascending order of day into an empty buffer; steps that change nothing are left out.
class MrrHistoryBuilder {
 public:
  explicit MrrHistoryBuilder(StateBuffer& buffer);

  // Throws NegativeTotal.
  void step(Day day, Money mrr);

 private:
  StateBuffer& buffer_;
  std::uint32_t count_ = 0;
  Money mrr_;
};

// The sum of two histories, day by day.
void add(const MrrHistoryView& a, const MrrHistoryView& b, StateBuffer& result);

// Total order: the earlier, then the higher first difference is the greater.
std::strong_ordering compare(const MrrHistoryView& a, const MrrHistoryView& b);

}  // namespace c360::revenue
