// Examples of the identity domain's stored formats.
// Must not know: GoogleTest, libFuzzer.
#pragma once

#include "states/example.hpp"

namespace c360::testing {

template <>
struct Example<identity::GraphView> {
  static constexpr std::string_view golden = "identity_graph_v1";
  using Value = Graph;
  static constexpr std::string_view text =
      "{\"email:ann@acme.com\"@2026-01-05T09:00:00.25Z,\"email:z\xc3\xbcrich@acme.ch\"@4714-11-24T00:00:00Z BC,"
      "\"id:a \\\"b\\\" \\\\c\"@294276-12-31T23:59:59.999999Z,\"user_id:7\"@1999-12-31T23:59:59.999999Z,"
      "\"email:ann@acme.com\"=\"user_id:7\"@2026-01-05T09:00:00.25Z,\"email:z\xc3\xbcrich@acme.ch\"=\"user_id:7\"@2026-"
      "02-01T"
      "00:00:00Z} {\"most_per_entity\": {\"phone\": 3, \"user_id\": 1}, \"most_links\": {\"email\": 20}, "
      "\"plus_addresses\": "
      "\"same\"}";
};

}  // namespace c360::testing
