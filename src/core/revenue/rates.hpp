// Exchange rates by currency and day (METRICS B9).
// Must not know: customers, documents.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/day.hpp"
#include "core/base/grain.hpp"
#include "core/base/money.hpp"
#include "core/base/state_transfer.hpp"

namespace c360::revenue {

// What one unit of a currency is worth in the reporting currency: up to 9,000,000, with twelve decimals.
struct Rate {
  static constexpr int decimals = 12;
  static constexpr std::int64_t one = 1'000'000'000'000;
  std::int64_t units = one;
  friend bool operator==(Rate, Rate) = default;
};

// Rounded to the nearest unit of money, half to even. Throws out_of_range.
Money operator*(Money amount, Rate rate);

class Rates {
 public:
  struct Quote {
    Day day;
    Rate rate;
    friend bool operator==(const Quote&, const Quote&) = default;
  };
  struct Currency {
    std::string name;
    std::vector<Quote> quotes;  // ascending by day
    friend bool operator==(const Currency&, const Currency&) = default;
  };
  static constexpr std::size_t most_currencies = 200;

  bool empty() const { return currencies_.empty(); }
  // The first one is the reporting currency, whose rate is always 1. Quotes in any order.
  void add(Currency currency);
  std::size_t size() const { return currencies_.size(); }
  const Currency& currency(std::size_t number) const { return currencies_[number]; }

  // The number of a currency, without regard to case and blanks around it; size() where it is unknown.
  std::size_t find(std::string_view name) const;
  // The period's: the last one of a day of it. Throws invalid_parameter, naming currency and period, where there is
  // none.
  Rate of(std::size_t currency, std::int64_t period, const Periods& periods) const;
  [[noreturn]] static void refuse_missing(std::string_view currency, std::int64_t period, const Periods& periods);

  // For parallel plans: of one build, as they are.
  void write(StateWriter& out) const;
  static Rates read(StateReader& in);
  // Of all names and quotes: what differs nearly always has another one.
  std::uint64_t digest() const;

  friend bool operator==(const Rates&, const Rates&) = default;

 private:
  std::vector<Currency> currencies_;
};

}  // namespace c360::revenue
