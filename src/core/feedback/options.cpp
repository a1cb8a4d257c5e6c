// Reading of a survey's options.
// Must not know: SQL.
#include "core/feedback/options.hpp"

#include "core/base/document.hpp"
#include "core/base/error.hpp"

namespace c360::feedback {

bool low_is_good(const Json& options, const Ends& ends) {
  using document::Node;
  const std::string_view words[] = {ends.good, ends.bad};
  const Node end{.kind = Node::Kind::word, .words = words};
  const document::Property properties[] = {{"low_is", end}};
  const Node node{.kind = Node::Kind::object, .properties = properties};
  document::Faults faults;
  const document::Path path;
  document::Object object(options, path, node, faults);
  const std::string low = object ? object.text("low_is") : std::string();
  if (object && faults.none() && object.given("low_is") && low != ends.good && low != ends.bad)
    faults.tell("unknown_word", object.at("low_is"), concat("\"", excerpt(low), "\" is not known here."),
                concat("Write \"", ends.good, "\" or \"", ends.bad, "\"."));
  document::refuse(faults, "invalid options", concat(R"(Write {"low_is": ")", ends.good, R"("} or {}.)"));
  return low == ends.good;
}

}  // namespace c360::feedback
