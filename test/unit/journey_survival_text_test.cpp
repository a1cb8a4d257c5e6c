// The text form of survival curves.
#include "core/journey/survival_text.hpp"

#include "aggregate.hpp"
#include "states/stored_values.hpp"

namespace c360::journey {
namespace {

using namespace testing;

std::string again(std::string_view text) { return to_text(Curve(text).view()); }

TEST(SurvivalText, IsWrittenInOrderAndReadInAny) {
  for (const char* const text : {"{}", "{0}", "{5,12*2,30+}", "{0+*3,2147483647*281474976710653}", "{6*3,6+,7}"})
    EXPECT_EQ(again(text), text);
  EXPECT_EQ(again("{30+,12,5,12}"), "{5,12*2,30+}");
  EXPECT_EQ(again(" { 30 + , 12 * 1 ,\t012*01 } "), "{12*2,30+}");
  EXPECT_EQ(again("{5+*2,5*3,5+}"), "{5*3,5+*3}");
}

TEST(SurvivalText, EverythingElseIsMalformed) {
  for (const std::string_view text : {"",
                                      "{",
                                      "}",
                                      "5",
                                      "{5",
                                      "{5,}",
                                      "{,5}",
                                      "{5}}",
                                      "{5} x",
                                      "{-5}",
                                      "{- 5}",
                                      "{+5}",
                                      "{5++}",
                                      "{5*}",
                                      "{5*0}",
                                      "{5*-1}",
                                      "{5+*}",
                                      "{5*2+}",
                                      "{5*2*2}",
                                      "{5.0}",
                                      "{5e1}",
                                      "{five}",
                                      "{2147483648}",
                                      "{99999999999999999999}",
                                      "{5*281474976710657}",
                                      "{5*99999999999999999999}",
                                      "{5 6}",
                                      "{5*2 3}",
                                      "{0x5}",
                                      "{5;6}",
                                      "{é}"})
    EXPECT_EQ(error_of([&] { Curve curve(text); }), ErrorKind::invalid_text) << text;
  EXPECT_EQ(detail_of([] { Curve curve("{5,x}"); }), "Expected a whole number from 0 to 2147483647 at position 4.");
}

TEST(SurvivalText, WhatNoCurveHoldsIsOutOfRange) {
  EXPECT_EQ(error_of([] { Curve curve("{5*281474976710656,5+}"); }), ErrorKind::out_of_range);
  std::string text = "{";
  for (int i = 0; i <= 65536; ++i) text += std::to_string(i) + ",";
  text.back() = '}';
  EXPECT_EQ(error_of([&] { Curve curve(text); }), ErrorKind::out_of_range);
}

}  // namespace
}  // namespace c360::journey
