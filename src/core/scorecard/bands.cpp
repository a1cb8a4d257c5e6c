// Reading and checking of bands.
// Must not know: sessions.
#include "core/scorecard/bands.hpp"

#include "core/base/error.hpp"

namespace c360::scorecard {

namespace {

constexpr std::string_view example =
    R"(Write bands such as [{"label": "red", "lt": 40}, {"label": "yellow", "ge": 40, "lt": 70}, {"label": "green", "ge": 70}].)";

class Reader {
 public:
  Reader(const Json& document, std::vector<BandFault>& faults) : faults_(faults) { read(document); }

  std::vector<Band> bands;  // without faulty ones

 private:
  void fault(const char* code, std::string message, std::string detail, std::string hint = std::string(example)) {
    faults_.push_back({code, position_, std::move(message), std::move(detail), std::move(hint)});
  }

  std::optional<Decimal> number(const Json& band, std::string_view key) {
    const Json* value = band.find(key);
    if (!value) return {};
    auto decimal = value->kind == Json::Kind::number ? Decimal::parse(value->text) : std::nullopt;
    if (!decimal)
      fault("invalid_bands", "invalid bands",
            concat("\"", key, "\" of band ", *position_ + 1, " is ", kind_name(value->kind), ", not a plain number."));
    return decimal;
  }

  // Nothing where the band itself is faulty: what it would be to its neighbours cannot be told.
  std::optional<Band> read_band(const Json& document) {
    const std::size_t before = faults_.size(), number_of_band = *position_ + 1;
    if (document.kind != Json::Kind::object) {
      fault("invalid_bands", "invalid bands",
            concat("Band ", number_of_band, " is ", kind_name(document.kind), ", not an object."));
      return {};
    }
    for (const auto& [key, value] : document.members)
      if (key != "label" && key != "ge" && key != "lt" && key != "leave")
        fault("invalid_bands", "invalid bands",
              concat("Band ", number_of_band, " has the unknown property \"", excerpt(key), "\"."),
              "Known properties are label, ge, lt and leave.");
    const Json* label = document.find("label");
    if (!label || label->kind != Json::Kind::string || label->text.empty())
      fault("invalid_bands", "invalid bands", concat("Band ", number_of_band, " has no label."));
    Band band{label ? label->text : std::string(), number(document, "ge"), number(document, "lt"),
              number(document, "leave")};
    if (faults_.size() > before) return {};
    if (band.ge && band.lt && *band.ge >= *band.lt) {
      fault("invalid_bands", "invalid bands",
            concat("Band \"", band.label, "\" is empty: it reaches from ", *band.ge, " to less than ", *band.lt, "."));
      return {};
    }
    return band;
  }

  // Neighbours share exactly one border.
  void check_neighbours(const Band& below, const Band& above) {
    if (!below.lt || !above.ge)
      fault("bands_overlap", "bands overlap",
            concat("Band \"", below.label, "\" and band \"", above.label, "\" have no border between them."),
            concat("Give \"lt\" to \"", below.label, "\" and the same number as \"ge\" to \"", above.label,
                   "\"; list bands in ascending order."));
    else if (*below.lt > *above.ge)
      fault("bands_overlap", "bands overlap",
            concat("Band \"", below.label, "\" reaches up to ", *below.lt, " and band \"", above.label, "\" begins at ",
                   *above.ge, "."),
            concat("Let one end where the other begins; list bands in ascending order."));
    else if (*below.lt < *above.ge)
      fault("bands_hole", "bands leave a hole",
            concat("No band holds the values from ", *below.lt, " to less than ", *above.ge, "."),
            concat("Let band \"", above.label, "\" begin at ", *below.lt, "."));
  }

  void read(const Json& document) {
    if (document.kind != Json::Kind::array || document.items.empty()) {
      fault("invalid_bands", "invalid bands",
            concat("The document is ", document.kind == Json::Kind::array ? "an empty array" : kind_name(document.kind),
                   ", not an array of bands."));
      return;
    }
    bool follows = false;  // the band before was read
    for (std::size_t i = 0; i < document.items.size(); ++i) {
      position_ = i;
      std::optional<Band> band = read_band(document.items[i]);
      if (band) {
        for (const Band& other : bands)
          if (other.label == band->label)
            fault("invalid_bands", "invalid bands", concat("The label \"", band->label, "\" stands twice."),
                  "Give every band a label of its own.");
        if (follows) check_neighbours(bands.back(), *band);
        // Hysteresis: coming from below, a band counts as reached only at `leave`, where the band below is left.
        if (band->leave && (!band->ge || *band->leave < *band->ge || (band->lt && *band->leave >= *band->lt)))
          fault("invalid_bands", "invalid bands",
                concat("\"leave\" of band \"", band->label, "\" is ", *band->leave, ", outside of the band."),
                "\"leave\" is where a rising value leaves the band below: a number from \"ge\" to less than \"lt\" of "
                "its band.");
        bands.push_back(std::move(*band));
      }
      follows = band.has_value();
    }
  }

  std::vector<BandFault>& faults_;
  std::optional<std::size_t> position_;
};

}  // namespace

Bands Bands::read(const Json& document, std::vector<BandFault>& faults) {
  Bands bands;
  bands.bands_ = std::move(Reader(document, faults).bands);
  return bands;
}

Bands Bands::parse(const Json& document) {
  std::vector<BandFault> faults;
  Bands bands = read(document, faults);
  if (!faults.empty()) {
    BandFault& first = faults.front();
    throw Error(ErrorKind::invalid_parameter, std::move(first.message), std::move(first.detail), std::move(first.hint));
  }
  return bands;
}

std::size_t Bands::position(const Decimal& value) const {
  std::size_t position = 0;
  while (position < bands_.size() && (!bands_[position].ge || value >= *bands_[position].ge)) ++position;
  return position == bands_.size() && bands_.back().lt && value >= *bands_.back().lt ? position + 1 : position;
}

const Band* Bands::find(const Decimal& value) const {
  const std::size_t found = position(value);
  return found == 0 || found > size() ? nullptr : &at(found);
}

}  // namespace c360::scorecard
