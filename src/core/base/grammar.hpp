// What a JSON document may look like, as data: its reader goes by it, and its JSON schema is printed from it.
// Must not know: any one document, and what its values mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace c360::document {

// Numbers of documents: whole millionths, at most 10^12 in size, so that sums of them fit 64 bits.
inline constexpr std::int64_t one = 1'000'000;
inline constexpr std::int64_t largest_number = 1'000'000 * one * 1'000'000;

struct Property;
struct Variant;
struct Bond;

// A value.
struct Node {
  enum class Kind {
    text,
    number,   // with at most six decimals
    decimal,  // of any size and precision
    whole,    // a whole number
    word,     // one of `words`
    plain,    // a text, a number or a boolean
    boolean,
    list,     // of `item`
    object,   // with `properties`
    members,  // an object whose names are the user's, with values `item`
    either,   // one of `choices`
  };

  Kind kind = Kind::text;
  std::string_view name = {};  // of what stands in many places
  std::string_view description = {};
  std::int64_t least = -largest_number, most = largest_number;  // number, whole; millionths
  bool above_least = false;
  std::size_t fewest = 0;                              // characters, items, members
  std::size_t at_most = static_cast<std::size_t>(-1);  // items
  std::string_view pattern = {};                       // of a text, as a regular expression
  std::span<const std::string_view> words = {};        // the type of an object with variants is one
  const Node* item = nullptr;
  std::span<const Property> properties = {};
  std::span<const Variant> variants = {};  // by the value of the property "type"
  std::span<const Bond> bonds = {};
  std::span<const Node* const> choices = {};

  constexpr bool holds(std::int64_t number) const {
    return (above_least ? number > least : number >= least) && number <= most;
  }
};

// null is no value, as if the name were not there; of never_null it is a value of the wrong kind.
enum class Need { optional, needed, never_null };

struct Property {
  std::string_view name;
  const Node& node;
  Need need = Need::optional;
  std::string_view description = {};
};

// What an object of one type has beside the properties of all.
struct Variant {
  std::string_view type;
  std::span<const Property> properties;
};

// Names that depend on each other: both are given or none (of one name each), or names of one of the two alone.
struct Bond {
  enum class Kind { together, one_of } kind;
  std::span<const std::string_view> first, second;
};

}  // namespace c360::document
