// What tests of documents share: the faults that a reader tells, as lines.
// Must not know: any one document.
#pragma once

#include "core/base/document.hpp"
#include "testing.hpp"

namespace c360::testing {

// "code path: sentence", in order. Every fault is complete.
inline std::vector<std::string> told(const document::Faults& faults) {
  std::vector<std::string> lines;
  for (const Fault& fault : faults.list()) {
    lines.push_back(concat(fault.code, " ", fault.path, ": ", fault.sentence()));
    EXPECT_TRUE(fault.message.ends_with('.') || fault.message.ends_with("?")) << fault.message;
  }
  EXPECT_EQ(faults.none(), lines.empty());
  return lines;
}

template <class Read>
std::vector<std::string> told_by(Read read, std::string_view json) {
  document::Faults faults;
  read(parse_json(json), faults);
  return told(faults);
}

}  // namespace c360::testing
