// Words that are matched as people write them, and how far two are from each other, for naming the nearest known one
// when somebody mistypes. Must not know: what the words mean.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace c360 {

// Words longer than this are not compared: a mistyped name is short, and the time grows with the square.
inline constexpr std::size_t longest_compared_word = 200;

// Characters to insert, delete, replace, or swap with their neighbour (optimal string alignment), counted in bytes:
// "utilization" and "utilisation" are 1 apart. The longer length for words that are not compared.
std::size_t word_distance(std::string_view a, std::string_view b);

// Writes a word as it is compared, in small letters, without blanks around it, hyphens and underscores as blanks:
// "Signed_In " as "signed in". `out` has room for as many bytes as the word. How many were written; none where a byte
// is no ASCII, of which only a collation knows the small letter.
std::optional<std::size_t> compared_word(std::string_view word, char* out);

}  // namespace c360
