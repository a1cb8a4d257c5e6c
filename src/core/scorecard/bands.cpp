// Compiling of bands: what the grammar cannot say is checked here.
// Must not know: sessions.
#include "core/scorecard/bands.hpp"

#include <algorithm>
#include <unordered_set>

#include "core/base/error.hpp"
#include "core/scorecard/grammar.hpp"

namespace c360::scorecard {

namespace {

using document::Faults;
using document::Object;
using document::Path;

constexpr std::string_view example = R"(Write bands such as [{"label": "red", "lt": 40}, )"
                                     R"({"label": "yellow", "ge": 40, "lt": 70}, {"label": "green", "ge": 70}].)";

// Nothing where the band itself is faulty: what it would be to its neighbours cannot be told.
std::optional<Band> read_band(const Json& json, const Path& path, Faults& faults) {
  const std::size_t before = faults.count();
  Object item(json, path, grammar::band, faults);
  if (!item) return {};
  Band band{item.text("label"), item.decimal("ge"), item.decimal("lt"), item.decimal("leave")};
  if (faults.count() > before) return {};
  if (band.ge && band.lt && *band.ge >= *band.lt) {
    faults.tell("invalid_bands", path,
                concat("Band \"", excerpt(band.label), "\" is empty: it reaches from ", *band.ge, " to less than ",
                       *band.lt, "."),
                std::string(example));
    return {};
  }
  return band;
}

// Neighbours share exactly one border.
void check_neighbours(const Band& below, const Band& above, const Path& path, Faults& faults) {
  const std::string_view lower = excerpt(below.label), upper = excerpt(above.label);
  if (!below.lt || !above.ge)
    faults.tell("bands_overlap", path,
                concat("Band \"", lower, "\" and band \"", upper, "\" have no boundary between them."),
                concat("Give \"lt\" to \"", lower, "\" and the same number as \"ge\" to \"", upper,
                       "\"; list bands in ascending order."));
  else if (*below.lt > *above.ge)
    faults.tell("bands_overlap", path,
                concat("Band \"", lower, "\" reaches up to ", *below.lt, " and band \"", upper, "\" begins at ",
                       *above.ge, "."),
                "Let one end where the other begins; list bands in ascending order.");
  else if (*below.lt < *above.ge)
    faults.tell("bands_hole", path,
                concat("No band covers the values from ", *below.lt, " to less than ", *above.ge, "."),
                concat("Let band \"", upper, "\" begin at ", *below.lt, "."));
}

// Hysteresis: coming from below, a band counts as reached only at `leave`, where the band below is left.
void check_leave(const Band& band, const Path& path, Faults& faults) {
  if (band.leave && (!band.ge || *band.leave < *band.ge || (band.lt && *band.leave >= *band.lt)))
    faults.tell("invalid_bands", path,
                concat("\"leave\" of band \"", excerpt(band.label), "\" is ", *band.leave, ", outside the band."),
                "\"leave\" is where a rising value leaves the band below: a number from \"ge\" to less than \"lt\" of "
                "its band.");
}

}  // namespace

Bands Bands::read(const Json& document, const Path& path, Faults& faults) {
  Bands result;
  std::vector<Band>& bands = result.bands_;
  if (document.kind != Json::Kind::array || document.items.empty()) {
    faults.tell(
        "invalid_bands", path,
        concat("The document is ", document.kind == Json::Kind::array ? "an empty array" : kind_name(document.kind),
               ", not an array of bands."),
        std::string(example));
    return result;
  }
  std::unordered_set<std::string> labels;
  bool follows = false;  // the band before was read
  for (std::size_t i = 0; i < document.items.size(); ++i) {
    const Path at = path.element(i);
    std::optional<Band> band = read_band(document.items[i], at, faults);
    if (band) {
      if (!labels.insert(band->label).second)
        faults.tell("invalid_bands", at, concat("The label \"", excerpt(band->label), "\" occurs twice."),
                    "Give every band its own label.");
      if (follows) check_neighbours(bands.back(), *band, at, faults);
      check_leave(*band, at, faults);
      bands.push_back(std::move(*band));
    }
    follows = band.has_value();
  }
  return result;
}

Bands Bands::parse(const Json& document) {
  Faults faults;
  Bands bands = read(document, {}, faults);
  const std::string_view code = faults.none() ? "" : faults.first().code;
  document::refuse(faults,
                   code == "bands_overlap" ? "bands overlap"
                   : code == "bands_hole"  ? "bands leave a gap"
                                           : "invalid bands",
                   example);
  return bands;
}

std::size_t Bands::position(const Decimal& value) const {
  // The first that begins above the value: the lowest band may begin nowhere.
  const auto above =
      std::ranges::partition_point(bands_, [&](const Band& band) { return !band.ge || value >= *band.ge; });
  const auto position = static_cast<std::size_t>(above - bands_.begin());
  return position == bands_.size() && bands_.back().lt && value >= *bands_.back().lt ? position + 1 : position;
}

const Band* Bands::find(const Decimal& value) const {
  const std::size_t found = position(value);
  return found == 0 || found > size() ? nullptr : &at(found);
}

}  // namespace c360::scorecard
