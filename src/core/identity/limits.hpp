// What keeps identities from gluing people together who are not one (METRICS E1): the limits of a graph.
// Must not know: which identifiers there are.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace c360::identity {

// Of the identifiers of one kind; 0: no limit.
struct KindLimits {
  std::uint32_t most_per_entity = 0;  // in one entity
  std::uint32_t most_links = 0;       // others that one of them was seen with; beyond, none of its pairs is followed
  bool any() const { return most_per_entity != 0 || most_links != 0; }
  friend bool operator==(const KindLimits&, const KindLimits&) = default;
};

// A kind's name: lower case, without blanks around it, at most 63 bytes, no colon.
class KindName {
 public:
  static constexpr std::size_t longest = 63;
  KindName() = default;
  // Of a name that is one already.
  explicit KindName(std::string_view name) : size_(static_cast<std::uint8_t>(name.size())) {
    name.copy(text_.data(), longest);
  }
  std::string_view view() const { return {text_.data(), size_}; }
  friend bool operator==(const KindName&, const KindName&) = default;

 private:
  std::array<char, longest> text_{};
  std::uint8_t size_ = 0;
};

struct Limits {
  static constexpr std::uint32_t most = 1'000'000'000;
  static constexpr std::size_t most_kinds = 16;
  struct OfKind {
    KindName kind;
    KindLimits limits;
    friend bool operator==(const OfKind&, const OfKind&) = default;
  };

  std::array<OfKind, most_kinds> kinds{};  // ascending by name, each with a limit
  std::uint32_t count = 0;
  bool plus_addresses_are_same = false;  // ann+shop@acme.com is ann@acme.com

  friend bool operator==(const Limits&, const Limits&) = default;
};

// From {"most_per_entity": {"user_id": 1}, "most_links": {"email": 20}, "plus_addresses": "same"}. Throws
// invalid_parameter with all that is wrong.
Limits parse_limits(std::string_view json);
// The inverse; empty where nothing is limited.
std::string to_json(const Limits& limits);

}  // namespace c360::identity
