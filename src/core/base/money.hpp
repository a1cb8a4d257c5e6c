// Amounts of money, and their shape where many of them are stored.
// Must not know: currencies.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/exact.hpp"

namespace c360 {

// ±1.7 · 10^32 with six decimals.
struct MoneyUnit {
  static constexpr int decimals = 6;
  static constexpr std::string_view what = "amount";
};
using Money = Exact<MoneyUnit>;

// The same amount in 12 bytes, for what is stored many times: ±3.9 · 10^22 with six decimals.
class PackedMoney {
 public:
  constexpr PackedMoney() = default;
  // Throws out_of_range.
  explicit PackedMoney(Money money) {
    const Money::Units units = money.units();
    high_ = static_cast<std::int32_t>(units >> 64);
    low_ = {static_cast<std::uint32_t>(units), static_cast<std::uint32_t>(units >> 32)};
    if (this->money() != money) [[unlikely]]
      overflow();
  }

  Money money() const {
    return Money::from_units(static_cast<Money::Units>(high_) << 64 | std::uint64_t{low_[1]} << 32 | low_[0]);
  }

 private:
  [[noreturn]] static void overflow() {
    throw Error(ErrorKind::out_of_range, "amount out of range",
                "An amount of one customer exceeds 39614081257132168796771.975167.", "Use smaller amounts.");
  }

  std::array<std::uint32_t, 2> low_{};
  std::int32_t high_ = 0;
};
static_assert(sizeof(PackedMoney) == 12);

}  // namespace c360
