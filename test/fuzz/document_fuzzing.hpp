// What fuzzers of documents share: what every fault is.
// Must not know: any one document.
#pragma once

#include "core/base/document.hpp"
#include "fuzzing.hpp"

namespace c360::fuzzing {

inline void check_faults(const document::Faults& faults) {
  const std::vector<Fault> list = faults.list();
  REQUIRE(faults.none() == list.empty());
  REQUIRE(list.size() <= document::Faults::most_told + 1);
  for (const Fault& fault : list) {
    REQUIRE(fault.code[0] != 0 && fault.path.starts_with("$") && fault.path.size() < 1000);
    REQUIRE(fault.message.size() > 10 && (fault.message.ends_with(".") || fault.message.ends_with("?")));
    REQUIRE(fault.sentence().size() < 2000);
  }
  if (!faults.none()) {
    const std::string lines = faults.lines();
    REQUIRE(!lines.empty() && lines.size() < 8192);
  }
}

}  // namespace c360::fuzzing
