// Bands: those that are accepted hold what they say.
// Longest input: 240
#include "core/scorecard/bands.hpp"

#include "document_fuzzing.hpp"

using namespace c360;
using namespace c360::scorecard;
using namespace c360::fuzzing;

// Every number of the document is a value near some border.
static void look_up_numbers(const Bands& bands, const Json& json) {
  if (json.kind == Json::Kind::number) {
    if (const auto value = Decimal::parse(json.text)) {
      const Band* band = bands.find(*value);
      REQUIRE(!band || !band->label.empty());
      REQUIRE(!band || !band->ge || *value >= *band->ge);
      REQUIRE(!band || !band->lt || *value < *band->lt);
    }
  }
  for (const Json& item : json.items) look_up_numbers(bands, item);
  for (const Json::Member& member : json.members) look_up_numbers(bands, member.value);
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Input input(data, size);
  Json json;
  if (!succeeds({ErrorKind::invalid_text, ErrorKind::out_of_range}, [&] { json = parse_json(input.text()); })) return 0;
  document::Faults faults;
  Bands::read(json, {}, faults);
  check_faults(faults);
  const bool is_valid = succeeds({ErrorKind::invalid_parameter}, [&] {
    const Bands bands = Bands::parse(json);
    look_up_numbers(bands, json);
    // Without holes: the lower border of every band is in that band.
    for (const Json& item : json.items) {
      const Json* ge = item.find("ge");
      if (ge) REQUIRE(bands.find(*Decimal::parse(ge->text))->label == item.find("label")->text);
    }
  });
  REQUIRE(is_valid == faults.none());
  return 0;
}
