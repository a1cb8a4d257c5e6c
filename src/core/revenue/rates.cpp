// Look-up of rates, and products with them.
// Must not know: customers, documents.
#include "core/revenue/rates.hpp"

#include <algorithm>

namespace c360::revenue {

Money operator*(Money amount, Rate rate) {
  if (rate.units == Rate::one) return amount;
  // In two parts, as the product may have 160 bits: whole multiples of the rate's unit, and what is left.
  const Money::Units whole = amount.units() / Rate::one, rest = amount.units() % Rate::one * rate.units;
  Money::Units product;
  if (__builtin_mul_overflow(whole, Money::Units{rate.units}, &product)) Money::overflow();
  Money::Units units = rest / Rate::one;
  const Money::Units left = rest % Rate::one, twice = 2 * (left < 0 ? -left : left);
  // Whether the sum is odd decides a tie.
  if (twice > Rate::one || (twice == Rate::one && ((product + units) & 1) != 0)) units += left < 0 ? -1 : 1;
  if (__builtin_add_overflow(product, units, &product)) Money::overflow();
  return Money::from_units(product);
}

namespace {

std::string_view trimmed(std::string_view name) {
  while (name.starts_with(' ')) name.remove_prefix(1);
  while (name.ends_with(' ')) name.remove_suffix(1);
  return name;
}
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

void Rates::add(Currency currency) {
  currency.name = trimmed(currency.name);
  std::ranges::transform(currency.name, currency.name.begin(), upper);
  std::ranges::stable_sort(currency.quotes, {}, [](const Quote& quote) { return quote.day.value; });
  currencies_.push_back(std::move(currency));
}

std::size_t Rates::find(std::string_view name) const {
  name = trimmed(name);
  const auto same = [&](const Currency& currency) {
    return std::ranges::equal(currency.name, name, [](char known, char given) { return known == upper(given); });
  };
  return static_cast<std::size_t>(std::ranges::find_if(currencies_, same) - currencies_.begin());
}

Rate Rates::of(std::size_t currency, std::int64_t period, const Periods& periods) const {
  if (currency == 0) return {};
  const auto& [name, quotes] = currencies_[currency];
  const std::int64_t first = periods.start(period), last = periods.last(period);
  const auto after = std::ranges::partition_point(quotes, [&](const Quote& quote) { return quote.day.value <= last; });
  if (after == quotes.begin() || (after - 1)->day.value < first) refuse_missing(name, period, periods);
  return (after - 1)->rate;
}

void Rates::write(StateWriter& out) const {
  out.put(currencies_.size());
  for (const auto& [name, quotes] : currencies_) {
    out.put(name.size());
    out.put_bytes(std::as_bytes(std::span(name)));
    out.put(quotes.size());
    for (const Quote& quote : quotes) out.put(quote);
  }
}

Rates Rates::read(StateReader& in) {
  Rates rates;
  for (auto count = in.take<std::size_t>(); count > 0; --count) {
    Currency& currency = rates.currencies_.emplace_back();
    const ConstBytes name = in.take_bytes(in.take<std::size_t>(), 1);
    currency.name.assign(reinterpret_cast<const char*>(name.data()), name.size());
    for (auto quotes = in.take<std::size_t>(); quotes > 0; --quotes) currency.quotes.push_back(in.take<Quote>());
  }
  return rates;
}

std::uint64_t Rates::digest() const {
  std::uint64_t digest = 0xcbf29ce484222325;  // FNV-1a, of eight bytes at a time
  const auto mix_in = [&](std::uint64_t word) { digest = (digest ^ word ^ word >> 29) * 0x9e3779b97f4a7c15; };
  for (const auto& [name, quotes] : currencies_) {
    mix_in(name.size());
    for (const char c : name) mix_in(static_cast<unsigned char>(c));
    mix_in(quotes.size());
    for (const Quote& quote : quotes) {
      mix_in(static_cast<std::uint32_t>(quote.day.value));
      mix_in(static_cast<std::uint64_t>(quote.rate.units));
    }
  }
  return digest;
}

void Rates::refuse_missing(std::string_view currency, std::int64_t period, const Periods& periods) {
  std::string text;
  if (const std::int64_t start = periods.start(period); is_calendar_day(start))
    append(text, Day{static_cast<std::int32_t>(start)});
  else
    append(text, start);
  throw Error(ErrorKind::invalid_parameter, "exchange rate missing",
              concat("There is no rate of \"", excerpt(currency), "\" for the ", periods.grain(), " that begins on ",
                     text, "."),
              concat("Add one to \"rates\" in the options: {\"", excerpt(currency), "\": {\"", text,
                     "\": 0.92}}, the worth of 1 at the period's end."));
}

}  // namespace c360::revenue
