// The text form of a graph: its identifiers and pairs with the instants at which they were first seen, then its limits.
// {"email:ann@acme.com"@2026-01-05T09:00:00Z,"email:ann@acme.com"="user_id:7"@2026-01-05T09:00:00Z}
// Must not know: sessions, entities.
#pragma once

#include <string>
#include <string_view>

#include "core/base/range_text.hpp"
#include "core/identity/graph_builder.hpp"

namespace c360::identity {

// In steps (core/base/steps.hpp): each appends a part.
class GraphText {
 public:
  explicit GraphText(const GraphView& graph) : graph_(graph) {}
  bool step(std::string& out);

 private:
  void append_identifier(std::string& out, std::uint32_t identifier) const;
  void append_instant(std::string& out, Instant at) const;

  GraphView graph_;
  std::uint32_t next_identifier_ = 0, next_pair_ = 0;
  bool is_begun_ = false;
};

inline std::string to_text(const GraphView& graph) { return whole_text(GraphText(graph)); }

// Reads the same, in any order and with repetitions, in steps: step() until it says that there is no more. Its builder
// has the limits at the end of the text. Throws invalid_text, with the position.
class GraphTextReader {
 public:
  GraphTextReader(std::string_view text, std::pmr::memory_resource& memory, const HashSeed& seed);
  bool step();
  GraphBuilder& builder() { return builder_; }

 private:
  struct Side {
    std::string_view kind, text;
  };
  [[noreturn]] void fail(std::string_view expected) const;
  void skip_blanks();
  bool take(char c);
  Side identifier(std::string& text);
  Instant instant();
  void entry();

  std::string_view text_;
  std::size_t at_ = 0;
  GraphBuilder builder_;
  std::string first_, second_;
  bool is_begun_ = false;
};

}  // namespace c360::identity
