// Whether bytes from outside are text.
// Must not know: where they came from.
#pragma once

#include <string_view>

namespace c360 {

// Well-formed UTF-8 (no surrogate, nothing overlong or beyond U+10FFFF) without a zero byte, which no SQL text has.
bool is_text_in_utf8(std::string_view bytes);

}  // namespace c360
