// What is text in UTF-8: the borders of the Unicode Standard's table, byte by byte.
#include "core/base/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace c360 {
namespace {

TEST(Utf8, TextIsAccepted) {
  for (const char* text : {"", "a", "onboarding", "Qualität", "価値", "🚀", "\x7f", "\u0080", "\u07ff", "\u0800",
                           "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010ffff"})
    EXPECT_TRUE(is_text_in_utf8(text)) << text;
}

TEST(Utf8, EverythingElseIsNot) {
  const std::string zero("a\0b", 3);
  for (const std::string& bytes :
       {zero, std::string("\x80"), std::string("\xbf"), std::string("\xc0\x80"), std::string("\xc1\xbf"),
        std::string("\xc2"), std::string("\xc2\x7f"), std::string("\xc2\xc0"), std::string("\xe0\x9f\xbf"),
        std::string("\xe0\xa0"), std::string("\xed\xa0\x80"), std::string("\xed\xbf\xbf"), std::string("\xe1\x80\x7f"),
        std::string("\xf0\x8f\xbf\xbf"), std::string("\xf0\x90\x80"), std::string("\xf4\x90\x80\x80"),
        std::string("\xf5\x80\x80\x80"), std::string("\xff"), std::string("value\xe9")})
    EXPECT_FALSE(is_text_in_utf8(bytes));
}

}  // namespace
}  // namespace c360
