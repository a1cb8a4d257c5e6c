// Identifiers as they are kept.
// Must not know: graphs, limits.
#include "core/identity/identifier.hpp"

#include <algorithm>
#include <cstring>

#include "core/identity/limits.hpp"

namespace c360::identity {

static bool has_capital(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return lower(c) != c; });
}

bool is_kind(std::string_view name) {
  return !name.empty() && name.size() <= KindName::longest && trimmed(name) == name && !has_capital(name) &&
         name.find(':') == name.npos;
}

bool is_identifier(std::string_view identifier, bool is_email, bool plus_addresses_are_same) {
  if (identifier.empty() || trimmed(identifier) != identifier) return false;
  std::size_t from;
  return !is_email || (!has_capital(identifier) && !(plus_addresses_are_same && plus_part(identifier, from) != 0));
}

std::size_t write_identifier(std::string_view text, bool is_email, bool plus_addresses_are_same, char* to) {
  text = trimmed(text);
  if (!is_email) {
    std::memcpy(to, text.data(), text.size());
    return text.size();
  }
  std::ranges::transform(text, to, lower);
  std::size_t from;
  if (!plus_addresses_are_same) return text.size();
  const std::size_t left_out = plus_part({to, text.size()}, from);
  if (left_out != 0) std::memmove(to + from, to + from + left_out, text.size() - from - left_out);
  return text.size() - left_out;
}

}  // namespace c360::identity
