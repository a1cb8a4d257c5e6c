// The table of well-formed byte sequences of the Unicode Standard (table 3-7).
// Must not know: other encodings.
#include "core/base/utf8.hpp"

namespace c360 {

bool is_text_in_utf8(std::string_view bytes) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
  for (std::size_t at = 0; at < bytes.size();) {
    const unsigned char first = byte(at++);
    if (first == 0) return false;
    if (first < 0x80) continue;
    if (first < 0xC2 || first > 0xF4) return false;
    const std::size_t more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    if (bytes.size() - at < more) return false;
    // The second byte's bounds leave out what is overlong, a surrogate, or too large.
    const unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (byte(at) < least || byte(at) > most) return false;
    for (std::size_t i = 1; i < more; ++i)
      if ((byte(at + i) & 0xC0) != 0x80) return false;
    at += more;
  }
  return true;
}

}  // namespace c360
