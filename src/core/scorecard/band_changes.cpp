// Bands over time.
// Must not know: where scores come from.
#include "core/scorecard/band_changes.hpp"

#include <algorithm>
#include <array>

namespace c360::scorecard {

namespace {

constexpr std::string_view state_name = BandChanges::name;

// A value's place: its position among the bands, doubled, and one more where a rising value has left the band below.
std::uint32_t place_of(const Bands& bands, const Decimal& score) {
  const std::size_t position = bands.position(score);
  const bool in_band = position >= 1 && position <= bands.size();
  const bool left = !in_band || !bands.at(position).leave || score >= *bands.at(position).leave;
  return static_cast<std::uint32_t>(position * 2 + left);
}

std::size_t position_of(std::uint32_t place) { return place / 2; }
bool has_left_below(std::uint32_t place) { return place % 2 != 0; }

}  // namespace

BandChanges::Parameters BandChanges::Parameters::parse(std::string_view document, const Json& read) {
  return {std::string(document), Bands::parse(read)};
}

BandChanges::Front BandChanges::read(ConstBytes state) {
  check_header(state, type, sizeof(Front), state_name);
  const auto front = load<Front>(state.data());
  if (front.document_size > state.size() - sizeof(Front) || points_at(front) > state.size() ||
      front.points > (state.size() - points_at(front)) / point_size)
    corrupt(state_name, "It is too short for what its header declares.");
  return front;
}

void BandChanges::create(StateBuffer& buffer, const Parameters& parameters) {
  if (parameters.document.size() > StateBuffer::largest / 2)
    throw Error(ErrorKind::out_of_range, "bands too large",
                concat("The document has ", parameters.document.size(), " bytes."), "Use fewer bands.");
  const Front front{.header = {.type = type},
                    .points = 0,
                    .document_size = static_cast<std::uint32_t>(parameters.document.size()),
                    .unused = 0};
  buffer.reserve(points_at(front) + point_size);
  store(buffer.data(), front);
  std::memcpy(buffer.data() + sizeof(Front), parameters.document.data(), parameters.document.size());
}

void BandChanges::check(const Parameters& parameters) {
  if (document(buffer_.bytes(), load<Front>(buffer_.data())) != parameters.document) throw_parameter_differs("bands");
  bands_ = &parameters.bands;
}

void BandChanges::append_points(const std::byte* points, std::size_t more) {
  auto front = load<Front>(buffer_.data());
  const std::size_t end = points_at(front) + front.points * point_size;
  buffer_.reserve(end + more * point_size);
  if (more != 0) std::memcpy(buffer_.data() + end, points, more * point_size);
  front.points += static_cast<std::uint32_t>(more);
  store(buffer_.data(), front);
}

void BandChanges::add(const Row& row) {
  const auto score = Decimal::parse(row.score);
  if (!score)
    throw Error(ErrorKind::invalid_parameter, "score must be a plain number",
                concat("It is \"", excerpt(row.score), "\"."), "Use a finite number.");
  std::array<std::byte, point_size> point;
  store(point.data(), row.day.value);
  store(point.data() + 4, place_of(*bands_, *score));
  append_points(point.data(), 1);
}

void BandChanges::merge(ConstBytes other) {
  const Front front = read(other);
  if (document(other, front) != document(buffer_.bytes(), load<Front>(buffer_.data())))
    throw_parameter_differs("bands");
  append_points(other.data() + points_at(front), front.points);
}

BandChanges::Final::Final(ConstBytes state, std::pmr::memory_resource& memory)
    : state_(state), front_(read(state)), points_(&memory), label_ends_(&memory), changes_(memory) {
  points_.reserve(front_.points);
  const Bands bands = Bands::parse(parse_json(document(state, front_)));
  label_ends_.reserve(bands.size() + 1);
  label_ends_.push_back(0);
  for (std::size_t position = 1; position <= bands.size(); ++position) {
    const std::string& text = bands.at(position).label;
    changes_.labels.insert(changes_.labels.end(), text.begin(), text.end());
    label_ends_.push_back(static_cast<std::uint32_t>(changes_.labels.size()));
  }
}

bool BandChanges::Final::step() {
  switch (phase_) {
    case Phase::read:
      if (take_items(points_, state_.data() + points_at(front_), front_.points)) return true;
      sort_.emplace(points_, std::less<>());
      phase_ = Phase::sort;
      return true;
    case Phase::sort:
      if (!sort_->step()) phase_ = Phase::walk;
      return true;
    case Phase::walk:
      break;
  }
  return walk();
}

std::optional<std::string_view> BandChanges::Final::label(std::size_t position) const {
  if (position == 0 || position >= label_ends_.size()) return {};
  const std::uint32_t begin = label_ends_[position - 1];
  return std::string_view(changes_.labels.data() + begin, label_ends_[position] - begin);
}

bool BandChanges::Final::walk() {
  for (const std::size_t end = std::min(points_.size(), at_ + items_a_step); at_ < end; ++at_) {
    const Point& point = points_[at_];
    const bool is_first = at_ == 0;
    if (!is_first && point.day == points_[at_ - 1].day) continue;
    const std::size_t position = position_of(point.place);
    // Falling, a band is left at once; rising, only where the new one's `leave` is reached.
    const std::size_t next = is_first || position <= current_ || has_left_below(point.place) ? position : position - 1;
    if (!is_first && next == current_) continue;
    changes_.push_back({Day{point.day}, is_first ? std::nullopt : label(current_), label(next),
                        is_first          ? Direction::first
                        : next < current_ ? Direction::worsened
                                          : Direction::improved});
    current_ = next;
  }
  return at_ < points_.size();
}

BandChanges::Result BandChanges::result(ConstBytes state, std::pmr::memory_resource& memory) {
  Final work(state, memory);
  return std::move(finish(work).result());
}

void BandChanges::validate(ConstBytes state) {
  const Front front = read(state);
  if (front.unused != 0) corrupt(state_name, "Its header has unknown fields.");
  std::optional<Bands> bands;
  try {
    bands = Bands::parse(parse_json(document(state, front)));
  } catch (const Error& error) {
    corrupt(state_name, concat("Its bands cannot be read: ", error.detail()));
  }
  for (std::size_t i = 0; i < front.points; ++i) {
    const std::byte* point = state.data() + points_at(front) + i * point_size;
    if (!is_calendar_day(load<std::int32_t>(point))) corrupt(state_name, "It has a day outside the calendar.");
    const auto place = load<std::uint32_t>(point + 4);
    const std::size_t position = position_of(place);
    const bool possible =
        position <= bands->size() + 1 &&
        (has_left_below(place) || (position >= 1 && position <= bands->size() && bands->at(position).leave));
    if (!possible) corrupt(state_name, "It has a score in a band that does not exist.");
  }
}

}  // namespace c360::scorecard
