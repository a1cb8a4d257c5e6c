// Survey answers (METRICS D5): how many gave each score of a scale. NPS, CSAT and CES are read off it.
// Must not know: how a fraction is printed.
#pragma once

#include <array>
#include <memory_resource>
#include <optional>

#include "core/base/exact.hpp"
#include "core/base/ratio.hpp"
#include "core/base/state.hpp"

namespace c360::feedback {

// The possible answers, both ends included.
struct Scale {
  std::int32_t lowest, highest;
  friend bool operator==(const Scale&, const Scale&) = default;

  static constexpr std::int32_t least = 3, most = 100;
  std::size_t boxes() const { return static_cast<std::size_t>(highest - lowest + 1); }
  // Throws invalid_parameter. A scale begins with 0 (NPS) or 1; of fewer than three answers the top two would be all.
  void check() const;
};
inline constexpr Scale nps_scale{0, 10};
// Where the question names none.
inline constexpr Scale csat_scale{1, 5}, ces_scale{1, 7};

// Flat state: answers by score, the lowest first.
class SurveyScores {
 public:
  static constexpr StateType type{14};
  static constexpr std::string_view name = "survey state";
  using Parameters = Scale;
  struct Row {
    Millionths score;  // checked to be a whole number of the scale
  };
  struct Result {
    Scale scale;
    std::array<std::int64_t, Scale::most + 1> answers;  // by score, from scale.lowest on

    // Answers of these scores, both included, as far as the scale has them.
    std::int64_t between(std::int32_t from, std::int32_t to) const;
    std::int64_t count() const { return between(scale.lowest, scale.highest); }
    std::int64_t sum() const;
  };

  static void create(StateBuffer& buffer, const Scale& scale);
  explicit SurveyScores(StateBuffer& buffer) : bytes_(buffer.data()) { read(buffer.bytes()); }
  void check(const Scale& scale) const {
    if (load<Front>(bytes_).scale != scale) throw_parameter_differs("scale");
  }
  // Throws invalid_parameter when the score is not one of the scale's.
  void add(const Row& row);
  void merge(ConstBytes other);
  static Result result(ConstBytes state, std::pmr::memory_resource& memory);
  static void validate(ConstBytes state);

 private:
  struct Front {
    StateHeader header;
    Scale scale;
    std::uint32_t unused;  // counts begin at a multiple of 8
  };
  static Front read(ConstBytes state);
  static std::size_t count_at(std::size_t box) { return sizeof(Front) + box * sizeof(std::int64_t); }
  void add(std::size_t box, std::int64_t more) {
    store(bytes_ + count_at(box), load<std::int64_t>(bytes_ + count_at(box)) + more);
  }

  std::byte* bytes_;
};

// Net Promoter Score of answers on nps_scale: promoters give 9 or 10, detractors 0 to 6.
struct NetPromoters {
  std::int64_t count, promoters, passives, detractors;
  // Of the score as a mean of +100, 0 and −100, from the sample's variance; none of fewer than two answers.
  std::optional<double> standard_error, margin_95;

  explicit NetPromoters(const SurveyScores::Result& scores);
  Ratio score() const { return {100 * (promoters - detractors), count}; }
};

// CSAT: the share of those who gave one of the two highest answers of the scale.
Ratio customer_satisfaction(const SurveyScores::Result& scores);

// CES, of a scale whose highest answer is the least effort.
struct CustomerEffort {
  std::int64_t count;
  Ratio mean;
  Ratio top_box;  // the share of the highest answer

  explicit CustomerEffort(const SurveyScores::Result& scores);
};

}  // namespace c360::feedback
