// Sentences with places for metrics (METRICS C7): "usage {usage_change_4w%}, renewal on {contract_ends_on}".
// Must not know: where metrics come from.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/document.hpp"

namespace c360::scorecard {

// A number as people read it: at most two decimals. Any other text stays.
std::string shown_value(std::string_view value);
// The same times 100: "-35 %".
std::string shown_percentage(std::string_view value);

class Wording {
 public:
  // A place is {name} or {name%}; {{ is a brace. Tells places that do not end, or have no name.
  static Wording read(std::string_view text, const document::Path& path, document::Faults& faults);

  bool empty() const { return parts_.empty(); }
  // The metrics it has places for, in order; with() wants the value of each as text, nothing where it is not known.
  std::vector<std::string_view> names() const;
  std::string with(std::span<const std::optional<std::string_view>> values) const;

 private:
  struct Part {
    enum class Kind { text, value, percentage } kind;
    std::string text;  // what it says, or the metric's name
  };
  std::vector<Part> parts_;
};

}  // namespace c360::scorecard
