// Keys of every type that population-level aggregates take, distinct for distinct numbers, their extremes among the
// first. Must not know: who uses them.
#pragma once

#include <limits>
#include <string>

#include "core/base/entity_table.hpp"

namespace c360::testing {

// A text's key is a view into `text`, as a row's is gone after the row.
template <class Key>
Key key_of(std::int64_t number, std::string& text) {
  if constexpr (std::is_same_v<Key, Uuid>) {
    static constexpr std::uint64_t all = ~std::uint64_t{0};
    constexpr Uuid extremes[] = {{0, 0}, {all, all}, {all, 0}, {0, all}, {1, 0}, {0, 1}};
    if (number < static_cast<std::int64_t>(std::size(extremes))) return extremes[number];
    return {static_cast<std::uint64_t>(number / 2), static_cast<std::uint64_t>(number % 2) << 63 | 2};
  } else if constexpr (std::is_same_v<Key, std::string_view>) {
    // Empty, one and more zero bytes, longer than a page of texts, and long ones that differ at their ends.
    text = number < 3    ? std::string(static_cast<std::size_t>(number), '\0')
           : number == 3 ? std::string(100'000, 'l')
                         : std::string(static_cast<std::size_t>(number % 40), 'x') + std::to_string(number);
    return text;
  } else {
    constexpr std::int64_t extremes[] = {INT64_MIN, INT64_MAX, 0, -1, 1, INT64_MIN + 1, INT64_MAX - 1};
    if (number < static_cast<std::int64_t>(std::size(extremes))) return extremes[number];
    return number % 2 == 0 ? number : -number * 4'294'967'296;
  }
}

}  // namespace c360::testing
