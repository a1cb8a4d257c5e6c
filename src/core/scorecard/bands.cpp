// Reading and checking of bands.
// Must not know: sessions.
#include "core/scorecard/bands.hpp"

#include "core/support/error.hpp"

namespace c360::scorecard {

namespace {

constexpr std::string_view example =
    R"(Write bands such as [{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70}, {"label": "green", "ge": 70}].)";

[[noreturn]] void fault(std::string message, std::string detail, std::string hint = std::string(example)) {
  throw Error(ErrorKind::invalid_parameter, std::move(message), std::move(detail), std::move(hint));
}

std::optional<Decimal> number(const Json& band, std::string_view key, std::size_t position) {
  const Json* value = band.find(key);
  if (!value) return {};
  auto decimal = value->kind == Json::Kind::number ? Decimal::parse(value->text) : std::nullopt;
  if (!decimal) fault("invalid bands", concat("\"", key, "\" of band ", position, " is ", kind_name(value->kind), ", not a plain number."));
  return decimal;
}

Band parse_band(const Json& document, std::size_t position) {
  if (document.kind != Json::Kind::object)
    fault("invalid bands", concat("Band ", position, " is ", kind_name(document.kind), ", not an object."));
  for (const auto& [key, value] : document.members)
    if (key != "label" && key != "ge" && key != "lt" && key != "leave")
      fault("invalid bands", concat("Band ", position, " has the unknown property \"", excerpt(key), "\"."),
            "Known properties are label, ge, lt and leave.");
  const Json* label = document.find("label");
  if (!label || label->kind != Json::Kind::string || label->text.empty())
    fault("invalid bands", concat("Band ", position, " has no label."));
  Band band{label->text, number(document, "ge", position), number(document, "lt", position), number(document, "leave", position)};
  if (band.ge && band.lt && *band.ge >= *band.lt)
    fault("invalid bands", concat("Band \"", band.label, "\" is empty: it reaches from ", *band.ge, " to less than ", *band.lt, "."));
  return band;
}

// Neighbours share exactly one border.
void check_neighbours(const Band& below, const Band& above) {
  if (!below.lt || !above.ge)
    fault("bands overlap", concat("Band \"", below.label, "\" and band \"", above.label, "\" have no border between them."),
          concat("Give \"lt\" to \"", below.label, "\" and the same number as \"ge\" to \"", above.label, "\"; list bands in ascending order."));
  if (*below.lt > *above.ge)
    fault("bands overlap",
          concat("Band \"", below.label, "\" reaches up to ", *below.lt, " and band \"", above.label, "\" begins at ", *above.ge, "."),
          concat("Let one end where the other begins; list bands in ascending order."));
  if (*below.lt < *above.ge)
    fault("bands leave a hole",
          concat("No band holds the values from ", *below.lt, " to less than ", *above.ge, "."),
          concat("Let band \"", above.label, "\" begin at ", *below.lt, "."));
}

}  // namespace

Bands Bands::parse(const Json& document) {
  if (document.kind != Json::Kind::array || document.items.empty())
    fault("invalid bands", concat("The document is ", document.items.empty() && document.kind == Json::Kind::array ? "an empty array" : kind_name(document.kind), ", not an array of bands."));
  Bands bands;
  for (const Json& item : document.items) {
    Band band = parse_band(item, bands.bands_.size() + 1);
    for (const Band& other : bands.bands_)
      if (other.label == band.label) fault("invalid bands", concat("The label \"", band.label, "\" stands twice."), "Give every band a label of its own.");
    if (!bands.bands_.empty()) check_neighbours(bands.bands_.back(), band);
    bands.bands_.push_back(std::move(band));
  }
  // Hysteresis: coming from below, a band counts as reached only at `leave`, where the band below is left.
  for (const Band& band : bands.bands_)
    if (band.leave && (!band.ge || *band.leave < *band.ge || (band.lt && *band.leave >= *band.lt)))
      fault("invalid bands", concat("\"leave\" of band \"", band.label, "\" is ", *band.leave, ", outside of the band."),
            "\"leave\" is where a rising value leaves the band below: a number from \"ge\" to less than \"lt\" of its band.");
  return bands;
}

const Band* Bands::find(const Decimal& value) const {
  for (const Band& band : bands_)
    if ((!band.ge || value >= *band.ge) && (!band.lt || value < *band.lt)) return &band;
  return nullptr;
}

}  // namespace c360::scorecard
