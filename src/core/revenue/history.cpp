// MRR histories: invariants, building, look-up, sum and order.
// Must not know: text forms, sessions.
#include "core/revenue/history.hpp"

namespace c360::revenue {

NegativeTotal::NegativeTotal(Day day, Money mrr, std::string_view whose)
    : Error(
          ErrorKind::invalid_parameter, "MRR below zero",
          concat("The subscriptions of ", whose.empty() ? "one customer" : whose, " add up to ", mrr, " on ", day, "."),
          whose.empty() ? "A discount exceeds what it reduces, or lasts longer. To see whose, sum MRR by customer over "
                          "the rows valid on that day, HAVING sum(mrr) < 0."
                        : "A discount exceeds what it reduces, or lasts longer. Correct it, or count such a total as 0 "
                          "with the options {\"below_zero\": \"zero\"}."),
      day_(day),
      mrr_(mrr) {}

void MrrHistoryView::validate(ConstBytes bytes) {
  const MrrHistoryView view(bytes);
  if (view.count() > most_items)
    corrupt(name, concat("It has ", view.count(), " steps, more than a history may have."));
  if (bytes.size() != view.value_bytes().size()) corrupt(name, "Bytes follow the last step.");
  MrrStep before{first_day, {}};
  for (std::size_t i = 0; i < view.count(); ++i) {
    const MrrStep step = view.step(i);
    if (!is_calendar_day(step.day.value)) corrupt(name, concat("Step ", i, " is outside the calendar."));
    if (i > 0 && step.day <= before.day) corrupt(name, concat("Step ", i, " is out of order."));
    if (step.mrr < Money()) corrupt(name, concat("Step ", i, " has an MRR below zero."));
    if (step.mrr == before.mrr) corrupt(name, concat("Step ", i, " changes nothing."));
    before = step;
  }
}

Money MrrHistoryView::at(Day day) const {
  std::size_t low = 0, high = count_;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (step(middle).day <= day)
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 ? Money() : step(low - 1).mrr;
}

MrrHistoryBuilder::MrrHistoryBuilder(StateBuffer& buffer) : buffer_(buffer) {
  buffer_.reserve(MrrHistoryView::items_at);
  store(buffer_.data(), StateHeader{.type = MrrHistoryView::type});
  store(buffer_.data() + sizeof(StateHeader), count_);
}

void MrrHistoryBuilder::step(Day day, Money mrr) {
  if (mrr < Money()) throw NegativeTotal(day, mrr);
  if (mrr == mrr_) return;
  if (count_ == MrrHistoryView::most_items)
    throw Error(ErrorKind::out_of_range, "MRR history too large",
                concat("A history holds at most ", MrrHistoryView::most_items, " changes of MRR."),
                "Aggregate over one customer, not over all of them.");
  const std::size_t at = MrrHistoryView::items_at + count_ * AmountItem::size;
  buffer_.reserve(at + AmountItem::size);
  store(buffer_.data() + at, AmountItem{day.value, PackedMoney(mrr)});
  store(buffer_.data() + sizeof(StateHeader), ++count_);
  mrr_ = mrr;
}

void add(const MrrHistoryView& a, const MrrHistoryView& b, StateBuffer& result) {
  MrrHistoryBuilder builder(result);
  Money mrr_a, mrr_b;
  for (std::size_t i = 0, j = 0; i < a.count() || j < b.count();) {
    const bool take_a = i < a.count() && (j == b.count() || a.step(i).day <= b.step(j).day);
    const bool take_b = j < b.count() && (i == a.count() || b.step(j).day <= a.step(i).day);
    const Day day = take_a ? a.step(i).day : b.step(j).day;
    if (take_a) mrr_a = a.step(i++).mrr;
    if (take_b) mrr_b = b.step(j++).mrr;
    builder.step(day, mrr_a + mrr_b);
  }
}

std::strong_ordering compare(const MrrHistoryView& a, const MrrHistoryView& b) {
  for (std::size_t i = 0; i < a.count() && i < b.count(); ++i) {
    const MrrStep x = a.step(i), y = b.step(i);
    if (const auto order = y.day.value <=> x.day.value; order != 0) return order;
    if (const auto order = x.mrr.units() <=> y.mrr.units(); order != 0) return order;
  }
  return a.count() <=> b.count();
}

}  // namespace c360::revenue
