// How far two words are from each other, for naming the nearest known one when somebody mistypes. Must not know: what
// the words mean.
#pragma once

#include <cstddef>
#include <string_view>

namespace c360 {

// Words longer than this are not compared: a mistyped name is short, and the time grows with the square.
inline constexpr std::size_t longest_compared_word = 200;

// Characters to insert, delete, replace, or swap with their neighbour (optimal string alignment), counted in bytes:
// "utilization" and "utilisation" are 1 apart. The longer length for words that are not compared.
std::size_t word_distance(std::string_view a, std::string_view b);

}  // namespace c360
