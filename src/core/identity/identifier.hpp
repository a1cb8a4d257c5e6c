// When two texts are one identifier: blanks, case, addresses with a plus.
// Must not know: graphs, limits.
#pragma once

#include <optional>
#include <string_view>

namespace c360::identity {

inline constexpr std::string_view email_kind = "email", plain_kind = "id";

inline constexpr bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
inline constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Without blanks around it.
constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// The length of the part of an address that is left out: from the first plus to the @; 0 where there is none.
constexpr std::size_t plus_part(std::string_view email, std::size_t& from) {
  const std::size_t at = email.rfind('@');
  from = email.find('+');
  return at == email.npos || from == email.npos || from == 0 || from > at ? 0 : at - from;
}

// Whether a kind's name is as it is kept: lower case in ASCII, no blanks around it, 1 to 63 bytes, no colon.
bool is_kind(std::string_view name);
// The same for an identifier.
bool is_identifier(std::string_view identifier, bool is_email, bool plus_addresses_are_same);

// Writes an identifier as it is kept, which is never longer; its length, 0 where there is nothing in it.
std::size_t write_identifier(std::string_view text, bool is_email, bool plus_addresses_are_same, char* to);

}  // namespace c360::identity
