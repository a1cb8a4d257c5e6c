// When a series of scores changed its band (METRICS C6), with hysteresis.
// Must not know: where scores come from.
#pragma once

#include <memory_resource>
#include <optional>
#include <string>
#include <vector>

#include "core/scorecard/bands.hpp"
#include "core/base/day.hpp"
#include "core/base/state.hpp"
#include "core/base/steps.hpp"

namespace c360::scorecard {

// Flat state: the document of the bands, then (day, place among the bands) in order of arrival. A place says all that a
// change of band depends on, so that scores of any precision take two bytes.
class BandChanges {
 public:
  static constexpr StateType type{11};
  static constexpr std::string_view name = "band_changes state";

  // The document is compared, and kept with the state; the bands are what it says.
  struct Parameters {
    std::string document;
    Bands bands;
    // The same, read.
    static Parameters parse(std::string_view document, const Json& read);
    static Parameters parse(std::string_view document) { return parse(document, parse_json(document)); }
  };
  struct Row {
    Day day;
    std::string_view score;  // a plain decimal number
  };
  enum class Direction { first, worsened, improved };
  struct Change {
    Day day;
    std::optional<std::string_view> previous, band;  // nothing: outside of all bands
    Direction direction = Direction::first;
  };
  // The first day with its band, then every change.
  struct Result : std::pmr::vector<Change> {
    explicit Result(std::pmr::memory_resource& memory) : std::pmr::vector<Change>(&memory), labels(&memory) {}
    Result(Result&&) = default;
    std::pmr::vector<char> labels;  // what the changes' texts are parts of
  };

  static void create(StateBuffer& buffer, const Parameters& parameters);
  explicit BandChanges(StateBuffer& buffer) : buffer_(buffer) { read(buffer.bytes()); }
  void check(const Parameters& parameters);
  void add(const Row& row);
  void merge(ConstBytes other);
  class Final;
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  struct Front {
    StateHeader header;
    std::uint32_t points;
    std::uint32_t document_size;
    std::uint32_t unused;
  };
  static constexpr std::size_t point_size = 8;
  static Front read(ConstBytes state);
  static std::size_t points_at(const Front& front) { return sizeof(Front) + (front.document_size + 7u) / 8 * 8; }
  static std::string_view document(ConstBytes state, const Front& front) {
    return {reinterpret_cast<const char*>(state.data()) + sizeof(Front), front.document_size};
  }
  void append_points(const std::byte* points, std::size_t more);

  StateBuffer& buffer_;
  const Bands* bands_ = nullptr;  // of the parameters that were checked
};

// In steps: the points, their order, the walk through them.
class BandChanges::Final {
 public:
  Final(ConstBytes state, std::pmr::memory_resource& memory);
  bool step();
  Result& result() { return changes_; }

 private:
  struct Point {
    std::int32_t day;
    std::uint32_t place;
    // Of several scores of a day the lowest counts: it stands first.
    friend auto operator<=>(const Point&, const Point&) = default;
  };
  static_assert(sizeof(Point) == point_size);

  bool walk();
  std::optional<std::string_view> label(std::size_t position) const;

  ConstBytes state_;
  Front front_;
  std::pmr::vector<Point> points_;
  std::optional<SteppedSort<Point, std::less<>>> sort_;
  enum class Phase { read, sort, walk } phase_ = Phase::read;
  std::size_t at_ = 0, current_ = 0;  // the next point, the position before it
  std::pmr::vector<std::uint32_t> label_ends_;
  Result changes_;
};

// Empty for the first band, which comes from nowhere.
constexpr std::string_view name_of(BandChanges::Direction direction) {
  return direction == BandChanges::Direction::first      ? ""
         : direction == BandChanges::Direction::worsened ? "worsened"
                                                         : "improved";
}

}  // namespace c360::scorecard
