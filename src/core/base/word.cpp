#include "core/base/word.hpp"

#include <algorithm>
#include <array>

namespace c360 {

std::size_t word_distance(std::string_view a, std::string_view b) {
  if (std::max(a.size(), b.size()) > longest_compared_word) return a == b ? 0 : std::max(a.size(), b.size());
  // rows[k][j]: the distance of a's first i - k characters and b's first j; k = 0 is the row being filled.
  std::array<std::array<std::size_t, longest_compared_word + 1>, 3> rows;
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    rows[2] = rows[1];
    rows[1] = rows[0];
    rows[0][0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = rows[1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      rows[0][j] = std::min({replaced, rows[1][j] + 1, rows[0][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        rows[0][j] = std::min(rows[0][j], rows[2][j - 2] + 1);
    }
  }
  return rows[0][b.size()];
}

std::optional<std::size_t> compared_word(std::string_view word, char* out) {
  while (!word.empty() && word.front() == ' ') word.remove_prefix(1);
  while (!word.empty() && word.back() == ' ') word.remove_suffix(1);
  for (const char c : word) {
    if (static_cast<unsigned char>(c) >= 0x80) return {};
    *out++ = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '_' || c == '-' ? ' ' : c;
  }
  return word.size();
}

}  // namespace c360
